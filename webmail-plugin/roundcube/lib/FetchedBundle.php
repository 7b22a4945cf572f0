<?php

declare(strict_types=1);

namespace ThuCongVu;

/** What the backend answered: a bundle not yet verified, or (jws null) that ours is still the current one. */
final class FetchedBundle
{
    public function __construct(
        public readonly ?string $jws,
        public readonly string $etag,
    ) {
    }
}
