<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\BundleCache;
use ThuCongVu\BundleKeeper;
use ThuCongVu\FetchedBundle;

final class BundleKeeperTest extends TestCase
{
    use ScratchDirectory;

    private const MORNING = 1_795_500_000;

    private RuleKey $key;
    private FakeBackend $backend;

    protected function setUp(): void
    {
        $this->key = new RuleKey();
        $this->backend = new FakeBackend();
    }

    public function testTheFirstQuestionBringsABundleThatIsKept(): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');

        $this->assertSame('2026.11.3', $this->keeper()->current(self::MORNING)->version);
        $this->assertSame('2026.11.3', $this->keeper()->held()->version);
        $this->assertSame(0600, fileperms("{$this->directory}/congvu-bundle.jws") & 0777);
    }

    public function testWithinFiveMinutesNobodyIsAskedAgain(): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');
        $this->keeper()->current(self::MORNING);

        $this->keeper()->current(self::MORNING + 299);
        $this->assertSame([''], $this->backend->asked);

        $this->keeper()->current(self::MORNING + 300);
        $this->assertSame(['', '"a"'], $this->backend->asked);
    }

    public function testABundleThatIsStillCurrentStays(): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');
        $this->keeper()->current(self::MORNING);
        $this->backend->answer = new FetchedBundle(null, '"a"');

        $this->assertSame('2026.11.3', $this->keeper()->current(self::MORNING + 300)->version);
    }

    public function testASilentBackendLeavesTheLastGoodBundleAndIsAskedEverMoreRarely(): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');
        $this->keeper()->current(self::MORNING);
        $this->backend->answer = null;

        $askedAt = [];
        for ($second = 300; $second < 2500; $second++) {
            $before = count($this->backend->asked);
            $this->assertSame('2026.11.3', $this->keeper()->current(self::MORNING + $second)->version);
            if (count($this->backend->asked) > $before) {
                $askedAt[] = $second;
            }
        }

        $this->assertSame([300, 315, 345, 405, 525, 765, 1245, 1845, 2445], $askedAt);
    }

    public function testAnOfficialWhoPressesRetryDoesNotWaitForTheBackOff(): void
    {
        for ($second = 0; $second < 200; $second++) {
            $this->keeper()->current(self::MORNING + $second);
        }
        $asked = count($this->backend->asked);

        $this->keeper()->current(self::MORNING + 200);
        $this->assertCount($asked, $this->backend->asked);
        $this->keeper()->current(self::MORNING + 200, askedByHand: true);
        $this->assertCount($asked + 1, $this->backend->asked);
        $this->keeper()->current(self::MORNING + 201, askedByHand: true);
        $this->assertCount($asked + 1, $this->backend->asked);
    }

    public function testAnOlderBundleNeverReplacesTheOneHeld(): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');
        $this->keeper()->current(self::MORNING);
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.2'), '"b"');

        $this->assertSame('2026.11.3', $this->keeper()->current(self::MORNING + 300)->version);
    }

    /** @return iterable<string, array{string, FetchedBundle}> */
    public function refused(): iterable
    {
        yield 'older' => ['older', new FetchedBundle((new RuleKey())->sign('2026.11.2'), '"b"')];
        yield 'foreign' => ['foreign', new FetchedBundle((new RuleKey('stranger'))->sign('2026.12.1'), '"b"')];
        yield 'malformed' => ['malformed', new FetchedBundle('<html>', '"b"')];
        $proposal = (new RuleKey())->sign('2026.12.1', ['typ' => 'congvu-proposal']);
        yield 'single' => ['single', new FetchedBundle($proposal, '"b"')];
    }

    /** @dataProvider refused */
    public function testWhyABundleWasRefusedIsKnownUntilAGoodOneComes(string $reason, FetchedBundle $answer): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');
        $this->keeper()->current(self::MORNING);
        $this->assertSame('', $this->keeper()->refused());

        $this->backend->answer = $answer;
        $this->keeper()->current(self::MORNING + 300);
        $this->assertSame([$reason, '2026.11.3'], [$this->keeper()->refused(), $this->keeper()->held()->version]);
        $this->backend->answer = null;
        $this->keeper()->current(self::MORNING + 600);
        $this->assertSame($reason, $this->keeper()->refused());

        $this->backend->answer = new FetchedBundle($this->key->sign('2026.12.2'), '"c"');
        $this->keeper()->current(self::MORNING + 3000);
        $this->assertSame(['', '2026.12.2'], [$this->keeper()->refused(), $this->keeper()->held()->version]);
    }

    public function testABundleOfAStrangerIsNotTaken(): void
    {
        $this->backend->answer = new FetchedBundle((new RuleKey('stranger'))->sign('2026.12.1'), '"x"');

        $this->assertNull($this->keeper()->current(self::MORNING));
    }

    public function testABundleChangedOnDiskIsNotBelievedAndAskedForInFull(): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');
        $this->keeper()->current(self::MORNING);
        file_put_contents("{$this->directory}/congvu-bundle.jws", 'x', FILE_APPEND);

        $this->assertNull($this->keeper()->held());
        $this->assertSame('2026.11.3', $this->keeper()->current(self::MORNING + 300)->version);
        $this->assertSame(['', ''], $this->backend->asked);
    }

    public function testWhileOneProcessAsksTheOthersGoOnWithWhatIsThere(): void
    {
        $lock = fopen("{$this->directory}/congvu-bundle.lock", 'c');
        flock($lock, LOCK_SH); // whoever asks wants it alone

        $this->assertNull($this->keeper()->current(self::MORNING));
        $this->assertSame([], $this->backend->asked);
        fclose($lock);
    }

    public function testADirectoryThatCannotBeWrittenLeavesNoBundleAndNoError(): void
    {
        $cache = new BundleCache("{$this->directory}/missing", $this->key->trusted());

        $this->assertNull((new BundleKeeper($cache, $this->backend))->current(self::MORNING));
    }

    public function testNoTemporaryFileIsLeftBehind(): void
    {
        $this->backend->answer = new FetchedBundle($this->key->sign('2026.11.3'), '"a"');
        $this->keeper()->current(self::MORNING);

        $names = array_map('basename', glob("{$this->directory}/*"));
        $this->assertSame(['congvu-bundle.json', 'congvu-bundle.jws', 'congvu-bundle.lock'], $names);
    }

    private function keeper(): BundleKeeper
    {
        return new BundleKeeper(new BundleCache($this->directory, $this->key->trusted()), $this->backend);
    }
}
