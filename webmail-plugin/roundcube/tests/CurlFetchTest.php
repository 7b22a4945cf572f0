<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\CurlFetch;

final class CurlFetchTest extends TestCase
{
    public function testABackendThatTakesTheCallAndSaysNothingCostsLessThanASecond(): void
    {
        $silent = stream_socket_server('tcp://127.0.0.1:0');

        $before = microtime(true);
        $answer = (new CurlFetch('http://' . stream_socket_get_name($silent, false) . '/rules/bundle'))->fetch('');

        $this->assertNull($answer);
        $this->assertLessThan(1.0, microtime(true) - $before);
        fclose($silent);
    }

    public function testABackendThatIsDownIsNoAnswer(): void
    {
        $closed = stream_socket_server('tcp://127.0.0.1:0');
        $name = stream_socket_get_name($closed, false);
        fclose($closed);

        $this->assertNull((new CurlFetch("http://$name/rules/bundle"))->fetch('"a"'));
    }

    public function testOnlyTheWebIsAsked(): void
    {
        $this->assertNull((new CurlFetch('file://' . __FILE__))->fetch(''));
        $this->assertNull((new CurlFetch('/rules/bundle'))->fetch(''));
    }
}
