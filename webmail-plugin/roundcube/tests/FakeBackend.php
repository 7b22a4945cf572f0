<?php

declare(strict_types=1);

use ThuCongVu\BundleFetch;
use ThuCongVu\FetchedBundle;

/** A backend that answers what it is told to, and remembers what it was asked. */
final class FakeBackend implements BundleFetch
{
    /** @var string[] the etags it was asked with */
    public array $asked = [];

    public function __construct(public ?FetchedBundle $answer = null)
    {
    }

    public function fetch(string $etag): ?FetchedBundle
    {
        $this->asked[] = $etag;
        return $this->answer;
    }
}
