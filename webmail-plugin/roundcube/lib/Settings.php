<?php

declare(strict_types=1);

namespace ThuCongVu;

/** The values of config.inc.php, read once. */
final class Settings
{
    private const BUNDLE = '/rules/bundle';

    private function __construct(
        /** As browsers reach it, without a slash at the end. */
        public readonly string $backendUrl,
        public readonly string $bundleUrl,
        /** As this server reaches it: where it fetches the bundle. */
        public readonly string $serverBackendUrl,
        public readonly string $webmailId,
        public readonly string $privateKey,
        /** @var array<array<string, string>> */
        public readonly array $trustedKeys,
        public readonly string $cacheDirectory,
        /** People who must have signed the rules. */
        public readonly int $ruleApprovals,
    ) {
    }

    /** @param callable(string, mixed): mixed $read a setting by name, with what stands for a missing one */
    public static function from(callable $read): self
    {
        $backendUrl = rtrim((string) $read('congvu_backend_url', ''), '/');
        $bundleUrl = (string) $read('congvu_bundle_url', '') ?: $backendUrl . self::BUNDLE;
        return new self(
            $backendUrl,
            $bundleUrl,
            str_ends_with($bundleUrl, self::BUNDLE) ? substr($bundleUrl, 0, -strlen(self::BUNDLE)) : $backendUrl,
            (string) $read('congvu_webmail_id', ''),
            (string) $read('congvu_private_key', ''),
            array_values(array_filter((array) $read('congvu_trusted_keys', []), 'is_array')),
            rtrim((string) $read('congvu_cache_dir', '') ?: (string) $read('temp_dir', sys_get_temp_dir()), '/'),
            (int) $read('congvu_rule_approvals', 1) === 1 ? 1 : 2,
        );
    }
}
