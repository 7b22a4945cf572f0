<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\VerdictNote;

final class VerdictNoteTest extends TestCase
{
    private const CONFIRM = 'thai-nguyen; v=1; action=confirm; obligation=none; kind=none; bundle=2026.11.3; id=K7PX3QMA2WER';

    public function testAMailWhoseFilesNeedAConfirmationHasANote(): void
    {
        $this->assertSame('note_confirm', VerdictNote::label(self::CONFIRM, 'thai-nguyen'));
        $this->assertSame('note_confirm', VerdictNote::label(['bac-kan; v=1; action=allow', self::CONFIRM], 'thai-nguyen'));
    }

    /** @return iterable<string, array{mixed}> */
    public function nothingToSay(): iterable
    {
        yield 'no field' => [null];
        yield 'an empty field' => [''];
        yield 'allowed' => [str_replace('confirm', 'allow', self::CONFIRM)];
        yield 'of another province' => [str_replace('thai-nguyen', 'bac-ninh', self::CONFIRM)];
        yield 'of another version' => [str_replace('v=1', 'v=2', self::CONFIRM)];
        yield 'the id not in its place' => ['x; v=1; action=confirm; thai-nguyen'];
    }

    /** @dataProvider nothingToSay */
    public function testOtherMailHasNone(mixed $values): void
    {
        $this->assertNull(VerdictNote::label($values, 'thai-nguyen'));
    }

    public function testWithoutAProvinceNoFieldIsBelieved(): void
    {
        $this->assertNull(VerdictNote::label('; v=1; action=confirm', ''));
    }
}
