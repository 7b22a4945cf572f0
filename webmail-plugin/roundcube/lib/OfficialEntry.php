<?php

declare(strict_types=1);

namespace ThuCongVu;

/** An official address, and whose it is. */
final class OfficialEntry
{
    private function __construct(
        public readonly string $kind,
        public readonly string $title,
        public readonly string $post,
        public readonly string $agency,
        public readonly string $address,
        public readonly string $telephone,
    ) {
    }

    /** @param array<string, mixed> $answered */
    public static function of(array $answered): self
    {
        $text = static fn (string $name): string => (string) ($answered[$name] ?? '');
        return new self(
            $text('kind'), $text('title'), $text('post'), $text('agency_name'), $text('address'), $text('telephone')
        );
    }

    /** What tells two of one name apart: `Chuyên viên, Phòng Tổng hợp`; of an agency the one above it. */
    public function place(): string
    {
        $agency = $this->kind === 'official' ? $this->agency : '';
        return implode(', ', array_filter([$this->post, $agency], static fn (string $part): bool => $part !== ''));
    }

    /** @return array<string, mixed> as Roundcube's address book keeps a contact */
    public function contact(): array
    {
        return array_filter([
            'ID' => rtrim(strtr(base64_encode($this->address), '+/', '-_'), '='),
            'name' => $this->title,
            'email' => $this->address,
            'jobtitle' => $this->kind === 'official' ? $this->post : '',
            'organization' => $this->agency,
            'phone:work' => $this->telephone,
        ], static fn (string $value): bool => $value !== '');
    }
}
