<?php

declare(strict_types=1);

namespace ThuCongVu;

/** A rule bundle that is malformed, signed by no key of ours or by too few people, or older than the one held. */
final class BundleRefused extends \RuntimeException
{
    /** @param string $reason malformed, foreign, older or single; the backend and the browser know the same words */
    public function __construct(string $message, public readonly string $reason = 'malformed')
    {
        parent::__construct($message);
    }
}
