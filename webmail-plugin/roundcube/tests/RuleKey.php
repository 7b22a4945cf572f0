<?php

declare(strict_types=1);

use ThuCongVu\Base64Url;
use ThuCongVu\TrustedKeys;

/** A province's key for rule bundles, and bundles signed with it. */
final class RuleKey
{
    private string $pair;

    public function __construct(string $seed = 'province')
    {
        $this->pair = sodium_crypto_sign_seed_keypair(hash('sha256', $seed, true));
    }

    /** @return array<string, string> */
    public function publicJwk(): array
    {
        $raw = sodium_crypto_sign_publickey($this->pair);
        return ['kty' => 'OKP', 'crv' => 'Ed25519', 'x' => Base64Url::encode($raw)];
    }

    public function trusted(): TrustedKeys
    {
        return new TrustedKeys([$this->publicJwk()]);
    }

    /**
     * @param array<string, mixed> $header
     * @param list<array<string, mixed>> $rules
     */
    public function sign(string $version, array $header = [], array $rules = []): string
    {
        $header += ['alg' => 'Ed25519', 'kid' => TrustedKeys::thumbprint($this->publicJwk()['x'])];
        $payload = ['format' => 1, 'version' => $version, 'province' => ['id' => 'thai-nguyen'], 'rules' => $rules];
        $message = Base64Url::encode(json_encode($header)) . '.' . Base64Url::encode(json_encode($payload));
        $secret = sodium_crypto_sign_secretkey($this->pair);
        return $message . '.' . Base64Url::encode(sodium_crypto_sign_detached($message, $secret));
    }
}
