<?php

declare(strict_types=1);

namespace ThuCongVu;

/** Finds a message of the signed-in mailbox by its Message-ID. */
final class MessageSearch
{
    private const INBOX = 'INBOX';
    /** What an id may hold: printable ASCII that needs no quoting in an IMAP string (RFC 3501 section 4.3). */
    private const ID = '/\A[\x21\x23-\x5b\x5d-\x7e]{3,250}\z/';

    /** @param object $storage Roundcube's rcube_storage */
    public function __construct(private object $storage)
    {
    }

    /** @return ?array{uid: string, mailbox: string} */
    public function find(string $messageId): ?array
    {
        if (preg_match(self::ID, $messageId) !== 1) {
            return null;
        }
        foreach ($this->folders() as $folder) {
            $found = $this->storage->search_once($folder, "HEADER MESSAGE-ID \"$messageId\"");
            if ($found->count() > 0) {
                return ['uid' => (string) $found->get_element('LAST'), 'mailbox' => $folder];
            }
        }
        return null;
    }

    /** @return string[] the inbox first */
    private function folders(): array
    {
        return array_unique([self::INBOX, ...$this->storage->list_folders_subscribed('', '*', 'mail')]);
    }
}
