<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\MessageSearch;

final class MessageSearchTest extends TestCase
{
    public function testAMessageIsFoundInItsFolderTheInboxFirst(): void
    {
        $storage = new FakeStorage(['INBOX' => [], 'Archive' => ['a1@nguoidan.example' => '17']]);

        $found = (new MessageSearch($storage))->find('a1@nguoidan.example');

        $this->assertSame(['uid' => '17', 'mailbox' => 'Archive'], $found);
        $this->assertSame(['INBOX', 'Archive'], $storage->looked);
    }

    public function testWhatIsNowhereIsNotFound(): void
    {
        $this->assertNull((new MessageSearch(new FakeStorage(['INBOX' => []])))->find('a1@nguoidan.example'));
    }

    public function testNothingThatCouldBeReadAsAnotherSearchIsSearchedFor(): void
    {
        $storage = new FakeStorage(['INBOX' => []]);
        foreach (['', 'a"b@c', "a\r\nb@c", 'a b@c', 'a\\b@c', 'ă@c', str_repeat('a', 251)] as $id) {
            $this->assertNull((new MessageSearch($storage))->find($id));
        }
        $this->assertSame([], $storage->looked);
    }
}

/** As much of Roundcube's storage as the search asks. */
final class FakeStorage
{
    /** @var string[] */
    public array $looked = [];

    /** @param array<string, array<string, string>> $folders uid by Message-ID, by folder */
    public function __construct(private array $folders)
    {
    }

    /** @return string[] */
    public function list_folders_subscribed(string $root, string $name, string $filter): array
    {
        return array_reverse(array_keys($this->folders));
    }

    public function search_once(string $folder, string $criteria): object
    {
        $this->looked[] = $folder;
        preg_match('/\AHEADER MESSAGE-ID "(.*)"\z/', $criteria, $asked);
        $uid = $this->folders[$folder][$asked[1]] ?? null;
        return new class ($uid) {
            public function __construct(private ?string $uid)
            {
            }

            public function count(): int
            {
                return $this->uid === null ? 0 : 1;
            }

            public function get_element(string $index): ?string
            {
                return $this->uid;
            }
        };
    }
}
