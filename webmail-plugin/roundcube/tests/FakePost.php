<?php

declare(strict_types=1);

use ThuCongVu\BackendPost;

/** A backend that gives a bearer for a token, and answers whoever has it. */
final class FakePost implements BackendPost
{
    /** @var array<array{string, array<string, mixed>, string}> */
    public array $asked = [];
    public bool $answers = true;
    public string $bearer = 'b1';
    /** @var array<array<string, string>> */
    public array $found = [[
        'kind' => 'agency', 'title' => 'Sở Khoa học và Công nghệ', 'post' => '', 'telephone' => '',
        'agency_name' => 'Sở Khoa học và Công nghệ', 'address' => 'sokhcn@thainguyen.gov.vn',
    ], [
        'kind' => 'official', 'title' => 'Nguyễn Văn An', 'post' => 'Chuyên viên', 'telephone' => '0208.3855123',
        'agency_name' => 'Phòng Chuyển đổi số', 'address' => 'annv.sokhcn@thainguyen.gov.vn',
    ]];

    public function post(string $path, array $body, string $bearer = ''): ?array
    {
        $this->asked[] = [$path, $body, $bearer];
        return match (true) {
            !$this->answers => null,
            $path === '/session/plugin' => [200, ['token' => $this->bearer, 'expires_at' => '2026-11-27T04:15:00Z']],
            $bearer === $this->bearer => [200, ['found' => $this->found]],
            default => [401, ['code' => 'not_signed_in']],
        };
    }
}
