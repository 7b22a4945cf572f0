<?php

declare(strict_types=1);

namespace ThuCongVu;

/** A rule bundle that is malformed, signed by no key of ours, or older than the one held. */
final class BundleRefused extends \RuntimeException
{
}
