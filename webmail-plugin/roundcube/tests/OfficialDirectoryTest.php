<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\Completion;
use ThuCongVu\CurlPost;
use ThuCongVu\OfficialAddressBook;
use ThuCongVu\OfficialDirectory;

final class OfficialDirectoryTest extends TestCase
{
    private const NOW = 1_795_500_000;

    private FakePost $backend;
    /** @var array<string, mixed> */
    private array $session = [];
    private OfficialDirectory $directory;

    protected function setUp(): void
    {
        $this->backend = new FakePost();
        $this->directory = new OfficialDirectory($this->backend, static fn (): string => 'signed', $this->session);
    }

    public function testWhatIsTypedIsAskedInTheNameOfWhoIsSignedIn(): void
    {
        $found = $this->directory->search('so tttt', 8, self::NOW);

        $this->assertSame(['Sở Khoa học và Công nghệ', 'Nguyễn Văn An'], array_column($found, 'title'));
        $this->assertSame(['/session/plugin', ['token' => 'signed'], ''], $this->backend->asked[0]);
        $this->assertSame(['/directory/search', ['text' => 'so tttt', 'first' => 8], 'b1'], $this->backend->asked[1]);
    }

    public function testTheNextLetterTypedNeedsNoNewSignIn(): void
    {
        $this->directory->search('s', 8, self::NOW);
        $this->directory->search('so', 8, self::NOW + 599);

        $this->assertSame(['/session/plugin', '/directory/search', '/directory/search'], array_column($this->backend->asked, 0));
        $this->directory->search('so', 8, self::NOW + 600);
        $this->assertSame('/session/plugin', $this->backend->asked[3][0]);
    }

    public function testABearerThatNoLongerCountsIsRenewedOnce(): void
    {
        $this->directory->search('s', 8, self::NOW);
        $this->backend->bearer = 'b2';

        $this->assertCount(2, $this->directory->search('so', 8, self::NOW));
        $this->assertCount(5, $this->backend->asked);
    }

    public function testABackendThatDoesNotAnswerFindsNobodyAndStopsNobody(): void
    {
        $this->backend->answers = false;

        $this->assertSame([], $this->directory->search('so', 8, self::NOW));
        $this->assertSame([], $this->session);
    }

    public function testNothingTypedAsksNothing(): void
    {
        $this->assertSame([], $this->directory->search('  ', 8, self::NOW));
        $this->assertSame([], $this->backend->asked);
    }

    public function testOfficialAddressesAreOfferedFirstAndOnceWithTheirBadge(): void
    {
        $own = [
            ['name' => 'An <AnNV.sokhcn@thainguyen.gov.vn>', 'type' => null, 'id' => 7, 'source' => '0'],
            ['name' => 'Chị Hoa <hoa@thu.example>', 'type' => null, 'id' => 8, 'source' => '0'],
        ];
        $official = $this->directory->search('an', 8, self::NOW);

        $offered = Completion::merge($own, $official, 'Địa chỉ chính thức', 'format_email_recipient');

        $this->assertSame([
            'Sở Khoa học và Công nghệ <sokhcn@thainguyen.gov.vn>',
            'Nguyễn Văn An <annv.sokhcn@thainguyen.gov.vn>',
            'Chị Hoa <hoa@thu.example>',
        ], array_column($offered, 'name'));
        $this->assertSame([
            'Sở Khoa học và Công nghệ <sokhcn@thainguyen.gov.vn> · Địa chỉ chính thức',
            'Nguyễn Văn An - Chuyên viên, Phòng Chuyển đổi số <annv.sokhcn@thainguyen.gov.vn> · Địa chỉ chính thức',
        ], array_column($offered, 'display'));
    }

    public function testTheAddressBookAnswersSearchesAndShowsWhomItFound(): void
    {
        $book = new OfficialAddressBook($this->directory, 'Danh mục');

        $this->assertSame([], $book->list_records()->records);
        $found = $book->search(['name', 'email'], 'nguyen van an')->records;
        $this->assertSame('Chuyên viên', $found[1]['jobtitle']);
        $this->assertSame('0208.3855123', $found[1]['phone:work']);
        $this->assertSame($found[1], $book->get_record($found[1]['ID'], true));
        $this->assertSame([$found[1]], $book->search('ID', [$found[1]['ID']])->records);
        $this->assertNull($book->get_record('bm9ib2R5', true));
    }

    public function testABackendThatIsDownIsNoAnswer(): void
    {
        $closed = stream_socket_server('tcp://127.0.0.1:0');
        $name = stream_socket_get_name($closed, false);
        fclose($closed);

        $this->assertNull((new CurlPost("http://$name"))->post('/graphql', []));
        $this->assertNull((new CurlPost('file:///etc'))->post('/passwd', []));
    }
}
