<?php

declare(strict_types=1);

namespace ThuCongVu;

/** A rule bundle whose signature was checked (JWS compact, alg Ed25519: RFC 7515, RFC 9864). */
final class SignedBundle
{
    private const PROPOSAL_TYPE = 'congvu-proposal'; // a proposal is no bundle

    private function __construct(
        public readonly string $jws,
        /** Numbers joined by dots. */
        public readonly string $version,
        /** Stands in Cong-Vu-Verdict. */
        public readonly string $provinceId,
    ) {
    }

    /** @throws BundleRefused */
    public static function open(string $jws, TrustedKeys $trusted): self
    {
        $segments = explode('.', trim($jws));
        if (count($segments) !== 3) {
            throw new BundleRefused('the bundle is not a compact JWS');
        }
        [$header, $payload, $signature] = $segments;
        self::verifyAll($header, $payload, $signature, $trusted);
        $written = self::json($payload);
        $version = $written['version'] ?? null;
        $province = $written['province']['id'] ?? null;
        if (($written['format'] ?? null) !== 1 || !is_string($version) || !is_string($province)
            || !preg_match('/\A\d+(\.\d+)*\z/', $version)
        ) {
            throw new BundleRefused('the bundle lacks a field or is of another format');
        }
        return new self(trim($jws), $version, $province);
    }

    /** Anti-rollback: never one of a lower version, compared as tuples of integers. */
    public function mayReplace(?self $current): bool
    {
        return $current === null || self::compare($this->version, $current->version) >= 0;
    }

    public function etag(): string
    {
        return '"' . hash('sha256', $this->jws) . '"';
    }

    /** The proposer's signature stands in the protected header, detached (RFC 7515 appendix F). */
    private static function verifyAll(string $header, string $payload, string $signature, TrustedKeys $trusted): void
    {
        $written = self::json($header);
        if (($written['typ'] ?? null) === self::PROPOSAL_TYPE) {
            throw new BundleRefused('this is a proposal that nobody approved', 'single');
        }
        $signer = self::verify($header, $payload, $signature, $trusted);
        $proposer = self::proposer($written['proposal'] ?? null, $payload, $trusted);
        if (($proposer === null || $proposer === $signer ? 1 : 2) < $trusted->approvals) {
            throw new BundleRefused('the bundle was signed by one person, two are needed', 'single');
        }
    }

    /** Thumbprint of the trusted key that proposed this payload; null where none did. */
    private static function proposer(mixed $proposal, string $payload, TrustedKeys $trusted): ?string
    {
        $segments = is_string($proposal) ? explode('.', $proposal) : [];
        if (count($segments) !== 3 || $segments[1] !== '') {
            return null;
        }
        try {
            $isProposal = (self::json($segments[0])['typ'] ?? null) === self::PROPOSAL_TYPE;
            return $isProposal ? self::verify($segments[0], $payload, $segments[2], $trusted) : null;
        } catch (BundleRefused) {
            return null;
        }
    }

    /** The thumbprint of the trusted key that signed. @throws BundleRefused */
    private static function verify(string $segment, string $payload, string $written, TrustedKeys $trusted): string
    {
        $header = self::json($segment);
        $signature = (string) Base64Url::decode($written);
        if (($header['alg'] ?? null) !== 'Ed25519' || array_key_exists('crit', $header)) {
            throw new BundleRefused('the bundle is signed in a way that is not accepted');
        }
        $key = is_string($header['kid'] ?? null) ? $trusted->rawKey($header['kid']) : null;
        $good = $key !== null && strlen($signature) === SODIUM_CRYPTO_SIGN_BYTES
            && sodium_crypto_sign_verify_detached($signature, "$segment.$payload", $key);
        if (!$good) {
            throw new BundleRefused('no configured key made this signature', 'foreign');
        }
        return $header['kid'];
    }

    /** @return array<mixed> */
    private static function json(string $segment): array
    {
        $value = json_decode((string) Base64Url::decode($segment), true, 64);
        return is_array($value) ? $value : throw new BundleRefused('the bundle is not readable JSON');
    }

    private static function compare(string $left, string $right): int
    {
        $lefts = array_map('intval', explode('.', $left));
        $rights = array_map('intval', explode('.', $right));
        for ($index = 0; $index < max(count($lefts), count($rights)); $index++) {
            $order = ($lefts[$index] ?? -1) <=> ($rights[$index] ?? -1);
            if ($order !== 0) {
                return $order;
            }
        }
        return 0;
    }
}
