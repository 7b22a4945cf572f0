<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\Base64Url;
use ThuCongVu\PluginToken;

final class PluginTokenTest extends TestCase
{
    private const NOW = 1_795_500_000;
    private const LOGIN = 'sokhcn@thainguyen.gov.vn';

    private string $seed;

    protected function setUp(): void
    {
        $this->seed = Base64Url::encode(str_repeat("\x07", SODIUM_CRYPTO_SIGN_SEEDBYTES));
    }

    public function testTheTokenSaysWhoIsSignedInAndForHowLong(): void
    {
        [$header, $claims] = $this->read((new PluginToken('roundcube', $this->seed))->mint(self::LOGIN, self::NOW));

        $this->assertSame(['alg' => 'Ed25519', 'typ' => 'JWT', 'kid' => 'roundcube'], $header);
        $this->assertSame(['iss', 'sub', 'aud', 'iat', 'exp', 'jti'], array_keys($claims));
        $this->assertSame(['roundcube', self::LOGIN, 'congvu'], [$claims['iss'], $claims['sub'], $claims['aud']]);
        $this->assertSame(self::NOW, $claims['iat']);
        $this->assertGreaterThan(self::NOW, $claims['exp']);
        $this->assertLessThanOrEqual(self::NOW + 300, $claims['exp']);
    }

    public function testThePublicKeyOfTheSeedVerifiesIt(): void
    {
        $token = (new PluginToken('roundcube', $this->seed))->mint(self::LOGIN, self::NOW);
        [$header, $claims, $signature] = explode('.', $token);
        $pair = sodium_crypto_sign_seed_keypair(Base64Url::decode($this->seed));
        $public = sodium_crypto_sign_publickey($pair);

        $signature = Base64Url::decode($signature);
        $this->assertTrue(sodium_crypto_sign_verify_detached($signature, "$header.$claims", $public));
        $this->assertFalse(sodium_crypto_sign_verify_detached($signature, "$header.{$claims}A", $public));
    }

    public function testNoTwoTokensAreAlike(): void
    {
        $mint = new PluginToken('roundcube', $this->seed);
        $ids = array_map(fn () => $this->read($mint->mint(self::LOGIN, self::NOW))[1]['jti'], range(1, 50));

        $this->assertCount(50, array_unique($ids));
    }

    public function testALoginBeyondAsciiIsKeptAsItIs(): void
    {
        $token = (new PluginToken('roundcube', $this->seed))->mint('văn.thư/1@thainguyen.gov.vn', self::NOW);

        $this->assertSame('văn.thư/1@thainguyen.gov.vn', $this->read($token)[1]['sub']);
    }

    /** @return iterable<string, array{string, string}> */
    public function notConfigured(): iterable
    {
        yield 'no key' => ['roundcube', ''];
        yield 'a short key' => ['roundcube', 'AAAA'];
        yield 'a key in another alphabet' => ['roundcube', str_repeat('+', 43)];
        yield 'no id' => ['', Base64Url::encode(str_repeat("\x07", 32))];
    }

    /** @dataProvider notConfigured */
    public function testWithoutAProperKeyAndIdNothingIsSigned(string $id, string $seed): void
    {
        $this->expectException(InvalidArgumentException::class);

        new PluginToken($id, $seed);
    }

    /** @return array{array<string, string>, array<string, mixed>} */
    private function read(string $token): array
    {
        [$header, $claims] = explode('.', $token);
        return [json_decode(Base64Url::decode($header), true), json_decode(Base64Url::decode($claims), true)];
    }
}
