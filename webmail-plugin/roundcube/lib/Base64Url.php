<?php

declare(strict_types=1);

namespace ThuCongVu;

/** base64url without padding (RFC 4648 section 5), strict in both directions. */
final class Base64Url
{
    public static function encode(string $bytes): string
    {
        return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
    }

    /** The bytes, or null where a character is outside the alphabet or the length is impossible. */
    public static function decode(string $text): ?string
    {
        if (!preg_match('/\A[A-Za-z0-9_-]*\z/', $text) || strlen($text) % 4 === 1) {
            return null;
        }
        $bytes = base64_decode(strtr($text, '-_', '+/'), true);
        return $bytes === false ? null : $bytes;
    }
}
