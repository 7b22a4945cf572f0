<?php

declare(strict_types=1);

namespace ThuCongVu;

/** The public keys of the configuration (JWK, OKP, Ed25519) by their thumbprint (RFC 7638), and how many must sign. */
final class TrustedKeys
{
    /** @var array<string, string> raw 32-byte public keys by thumbprint */
    private array $byThumbprint = [];

    /** @param array<array<string, string>> $keys anything that is no Ed25519 key is left out, never guessed at
     *  @param int $approvals people who must have signed a bundle: 1 or 2 */
    public function __construct(array $keys, public readonly int $approvals = 1)
    {
        foreach ($keys as $key) {
            $raw = Base64Url::decode((string) ($key['x'] ?? ''));
            $fits = ($key['kty'] ?? '') === 'OKP' && ($key['crv'] ?? '') === 'Ed25519' && $raw !== null;
            if ($fits && strlen($raw) === SODIUM_CRYPTO_SIGN_PUBLICKEYBYTES) {
                $this->byThumbprint[self::thumbprint($key['x'])] = $raw;
            }
        }
    }

    public static function thumbprint(string $x): string
    {
        return Base64Url::encode(hash('sha256', '{"crv":"Ed25519","kty":"OKP","x":"' . $x . '"}', true));
    }

    public function rawKey(string $thumbprint): ?string
    {
        return $this->byThumbprint[$thumbprint] ?? null;
    }

    public function isEmpty(): bool
    {
        return $this->byThumbprint === [];
    }
}
