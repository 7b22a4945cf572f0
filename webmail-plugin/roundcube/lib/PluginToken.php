<?php

declare(strict_types=1);

namespace ThuCongVu;

/** Vouches for the IMAP log-in of a session: a JWT (RFC 7519) signed with Ed25519, good for five minutes at most. */
final class PluginToken
{
    private const AUDIENCE = 'congvu';
    private const LIFETIME_SECONDS = 240;

    private string $secretKey;

    /**
     * @param string $seed 32 bytes, base64url
     * @throws \InvalidArgumentException the seed or the id is not what `congvu webmail add` prints
     */
    public function __construct(private readonly string $webmailId, string $seed)
    {
        $raw = Base64Url::decode($seed);
        if ($webmailId === '' || $raw === null || strlen($raw) !== SODIUM_CRYPTO_SIGN_SEEDBYTES) {
            throw new \InvalidArgumentException('congvu_webmail_id or congvu_private_key is missing or not valid');
        }
        $this->secretKey = sodium_crypto_sign_secretkey(sodium_crypto_sign_seed_keypair($raw));
    }

    /** @param string $login as IMAP authenticated it, never an address of an identity. @param int $now unix time */
    public function mint(string $login, int $now): string
    {
        $message = self::segment(['alg' => 'Ed25519', 'typ' => 'JWT', 'kid' => $this->webmailId]) . '.' . self::segment([
            'iss' => $this->webmailId,
            'sub' => $login,
            'aud' => self::AUDIENCE,
            'iat' => $now,
            'exp' => $now + self::LIFETIME_SECONDS,
            'jti' => Base64Url::encode(random_bytes(16)),
        ]);
        return $message . '.' . Base64Url::encode(sodium_crypto_sign_detached($message, $this->secretKey));
    }

    /** @param array<string, string|int> $value */
    private static function segment(array $value): string
    {
        return Base64Url::encode(json_encode($value, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE));
    }
}
