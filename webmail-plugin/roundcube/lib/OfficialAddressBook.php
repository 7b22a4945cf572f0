<?php

declare(strict_types=1);

namespace ThuCongVu;

/** The official directory as one of Roundcube's address books: read only, and found in by searching. */
final class OfficialAddressBook extends \rcube_addressbook
{
    public const ID = 'congvu';
    private const FIRST = 50;

    public $primary_key = 'ID';
    public $readonly = true;
    public $searchonly = true;
    public $groups = false;
    public $ready = true;
    public $coltypes = [
        'name' => ['limit' => 1], 'email' => ['limit' => 1], 'jobtitle' => ['limit' => 1],
        'organization' => ['limit' => 1], 'phone' => ['limit' => 1, 'subtypes' => ['work']],
    ];

    private string $typed = '';
    private ?\rcube_result_set $result = null;

    public function __construct(private readonly OfficialDirectory $directory, private readonly string $name)
    {
    }

    public function get_name()
    {
        return $this->name;
    }

    public function set_search_set($filter)
    {
        $this->typed = (string) $filter;
    }

    public function get_search_set()
    {
        return $this->typed;
    }

    public function reset()
    {
        $this->result = null;
        $this->typed = '';
    }

    public function list_records($cols = null, $subset = 0, $nocount = false)
    {
        $contacts = $this->typed === '' ? [] : $this->contacts($this->typed);
        $this->result = new \rcube_result_set(count($contacts), 0);
        foreach ($contacts as $contact) {
            $this->result->add($contact);
        }
        return $this->result;
    }

    public function search($fields, $value, $mode = 0, $select = true, $nocount = false, $required = [])
    {
        if (in_array('ID', (array) $fields, true)) {
            $contact = $this->get_record(is_array($value) ? (string) reset($value) : (string) $value, true);
            $this->result = new \rcube_result_set($contact === null ? 0 : 1, 0);
            if ($contact !== null) {
                $this->result->add($contact);
            }
            return $this->result;
        }
        $this->typed = implode(' ', array_filter(array_map('strval', (array) $value)));
        return $this->list_records();
    }

    public function count()
    {
        return new \rcube_result_set(count($this->result->records ?? []), 0);
    }

    public function get_result()
    {
        return $this->result;
    }

    /** The address is the contact's id; what else is known of it the directory says. */
    public function get_record($id, $assoc = false)
    {
        $address = (string) base64_decode(strtr((string) $id, '-_', '+/'), true);
        foreach ($this->contacts($address) as $contact) {
            if ($contact['email'] === $address) {
                $this->result = new \rcube_result_set(1, 0);
                $this->result->add($contact);
                return $assoc ? $contact : $this->result;
            }
        }
        return $assoc ? null : new \rcube_result_set(0, 0);
    }

    /** @return array<array<string, mixed>> */
    private function contacts(string $typed): array
    {
        $found = $this->directory->search($typed, self::FIRST, time());
        return array_map(static fn (OfficialEntry $entry): array => $entry->contact(), $found);
    }
}
