<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\BundleRefused;
use ThuCongVu\SignedBundle;
use ThuCongVu\TrustedKeys;

final class SignedBundleTest extends TestCase
{
    public function testABundleOfATrustedKeyIsOpened(): void
    {
        $key = new RuleKey();

        $bundle = SignedBundle::open($key->sign('2026.11.3') . "\n", $key->trusted());

        $this->assertSame('2026.11.3', $bundle->version);
        $this->assertSame('thai-nguyen', $bundle->provinceId);
    }

    /** PHP judges nothing: what stage a rule is in is the engines' to know. */
    public function testABundleWhoseRulesHaveStagesIsHandedOnAsItWasSigned(): void
    {
        $key = new RuleKey();
        $stages = [['stage' => 'observe', 'from' => '2026-12-01T00:00:00Z']];
        $jws = $key->sign('2026.11.4', [], [['id' => 'secrecy.new', 'stages' => $stages]]);

        $this->assertSame($jws, SignedBundle::open($jws, $key->trusted())->jws);
    }

    public function testAProposalThatRunsInShadowIsNoBundle(): void
    {
        $key = new RuleKey();
        $this->expectException(BundleRefused::class);

        SignedBundle::open($key->sign('2026.11.4', ['typ' => 'congvu-proposal']), $key->trusted());
    }

    /** @return iterable<string, array{string}> */
    public function notOurs(): iterable
    {
        $key = new RuleKey();
        [$header, $payload, $signature] = explode('.', $key->sign('2026.11.3'));
        [, $other] = explode('.', $key->sign('2026.11.4'));
        yield 'signed by a stranger' => [(new RuleKey('stranger'))->sign('2026.11.3')];
        yield 'a stranger who names our key' => [(new RuleKey('stranger'))->sign('2026.11.3', self::kid($key))];
        yield 'another payload under the signature' => ["$header.$other.$signature"];
        yield 'no signature' => ["$header.$payload."];
        yield 'alg none' => [$key->sign('2026.11.3', ['alg' => 'none'])];
        yield 'alg EdDSA' => [$key->sign('2026.11.3', ['alg' => 'EdDSA'])];
        yield 'a critical extension' => [$key->sign('2026.11.3', ['crit' => ['b64']])];
        yield 'an unsigned version' => [$key->sign('dev+1234abcd')];
        yield 'two segments' => ["$header.$payload"];
        yield 'nothing' => [''];
        yield 'a page of HTML' => ['<html>.<body>.</html>'];
    }

    /** @dataProvider notOurs */
    public function testAnythingElseIsRefused(string $jws): void
    {
        $this->expectException(BundleRefused::class);

        SignedBundle::open($jws, (new RuleKey())->trusted());
    }

    public function testWithoutConfiguredKeysNothingIsBelieved(): void
    {
        $this->expectException(BundleRefused::class);

        SignedBundle::open((new RuleKey())->sign('2026.11.3'), new TrustedKeys([]));
    }

    public function testAKeyThatIsNoEd25519KeyIsLeftOut(): void
    {
        $jwk = (new RuleKey())->publicJwk();

        $this->assertFalse((new TrustedKeys([$jwk]))->isEmpty());
        $this->assertTrue((new TrustedKeys([['crv' => 'X25519'] + $jwk]))->isEmpty());
        $this->assertTrue((new TrustedKeys([['x' => 'short'] + $jwk, []]))->isEmpty());
    }

    /** @return iterable<array{string, string, bool}> */
    public function versions(): iterable
    {
        yield ['2026.11.3', '2026.11.3', true];
        yield ['2026.11.10', '2026.11.9', true];
        yield ['2026.11', '2026.11.0', false];
        yield ['2026.9.30', '2026.11.1', false];
        yield ['2027.1', '2026.11.24.170', true];
    }

    /** @dataProvider versions */
    public function testVersionsCompareAsTuplesOfIntegers(string $candidate, string $held, bool $mayReplace): void
    {
        $key = new RuleKey();
        $open = static fn (string $version) => SignedBundle::open($key->sign($version), $key->trusted());

        $this->assertSame($mayReplace, $open($candidate)->mayReplace($open($held)));
        $this->assertTrue($open($candidate)->mayReplace(null));
    }

    /** The vectors that Python and the browser are held to as well.
     *  @return iterable<string, array{string, int, string}> */
    public function signatures(): iterable
    {
        foreach (self::vectors()['cases'] as $case) {
            yield $case['name'] => [$case['jws'], $case['approvals'], $case['expect']];
        }
    }

    /** @dataProvider signatures */
    public function testABundleCountsAsSignedByWhoSignedIt(string $jws, int $approvals, string $expected): void
    {
        try {
            $version = SignedBundle::open($jws, new TrustedKeys(self::vectors()['trusted'], $approvals))->version;
            $this->assertSame(['accepted', '2026.11.3'], [$expected, $version]);
        } catch (BundleRefused $refused) {
            $this->assertSame($expected, $refused->reason);
        }
    }

    /** @return array{trusted: array<array<string, string>>, cases: array<array<string, mixed>>} */
    private static function vectors(): array
    {
        return json_decode(file_get_contents(__DIR__ . '/../../../rules/conformance/signatures.json'), true);
    }

    /** @return array{kid: string} */
    private static function kid(RuleKey $key): array
    {
        return ['kid' => TrustedKeys::thumbprint($key->publicJwk()['x'])];
    }
}
