<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\BundleCache;
use ThuCongVu\FetchSchedule;

final class CongvuTest extends TestCase
{
    use ScratchDirectory;

    protected function setUp(): void
    {
        $_GET = $_POST = $_SESSION = [];
    }

    public function testTheComposePageGetsScriptStyleAndSettingsButNoKey(): void
    {
        $plugin = $this->plugin('compose');

        $this->assertSame(['dist/congvu.css', 'dist/congvu.js'], $plugin->included);
        $env = rcmail::get_instance()->output->env['congvu'];
        $this->assertSame('https://congvu.example', $env['backend_url']);
        $this->assertSame('sokhcn@thainguyen.gov.vn', $env['login']);
        $this->assertStringNotContainsString('never-in-a-page', json_encode($env));
        $this->assertSame(['plugin.congvu-issue'], array_column($plugin->buttons, 'command'));
    }

    public function testThePageIsToldWhereTheOtherPartsAreAndWhatToSayWithoutThem(): void
    {
        $this->plugin('compose');

        $env = rcmail::get_instance()->output->env['congvu'];
        $parts = ['compose', 'rules', 'panel', 'issue', 'scanner', 'reports', 'letter', 'list', 'due', 'issued', 'practice', 'times'];
        $this->assertSame($parts, array_keys($env['parts']));
        $this->assertStringStartsWith('plugins/congvu/dist/congvu-compose.js?s=', $env['parts']['compose']);
        $this->assertSame('[gate_missing]', $env['words']['missing']);
    }

    public function testTheListHasTheButtonsOfResponseTimesWhatIsDueTodayIssuedPapersAndPractice(): void
    {
        $commands = array_column($this->plugin('')->buttons, 'command');

        $this->assertSame(['plugin.congvu-times', 'plugin.congvu-due', 'plugin.congvu-issued', 'plugin.congvu-practice'], $commands);
    }

    public function testRowsOfTheListCarryTheirIdWhereSomebodyElseWrote(): void
    {
        $rows = [
            (object) ['messageID' => '<a1@nguoidan.example>', 'folder' => 'INBOX', 'list_flags' => ['mine' => 1]],
            (object) ['messageID' => '<a2@thainguyen.gov.vn>', 'folder' => 'Sent'],
            (object) ['messageID' => 'mid:7', 'folder' => 'INBOX'],
        ];

        $this->run_hook($this->plugin('list', ['sent_mbox' => 'Sent']), 'messages_list', ['messages' => $rows]);

        $flags = ['mine' => 1, 'extra_flags' => ['congvu_id' => 'a1@nguoidan.example']];
        $this->assertSame($flags, $rows[0]->list_flags);
        $this->assertFalse(property_exists($rows[1], 'list_flags'));
        $this->assertFalse(property_exists($rows[2], 'list_flags'));
    }

    public function testAnEmptyListIsLeftAsItIs(): void
    {
        $this->assertSame(['messages' => null], $this->run_hook($this->plugin('list'), 'messages_list', ['messages' => null]));
    }

    public function testAPageThatUsesNothingLoadsNothing(): void
    {
        $this->assertSame([], $this->plugin('print')->included);
    }

    public function testAMessageOnItsPageIsNamedByItsIdWithoutItsSubject(): void
    {
        foreach (['show', 'preview'] as $action) {
            $content = $this->shown($action, '<a1@nguoidan.example>', 'INBOX');

            $shown = rcmail::get_instance()->output->env['congvu_message'];
            $this->assertSame(['a1@nguoidan.example', false], [$shown['message_id'], $shown['sent']]);
            $this->assertSame(['<div id="congvu-letter"></div>'], $content);
        }
    }

    public function testALetterOfTheAgencyItselfIsKnownByItsFolder(): void
    {
        $this->shown('show', '<a1@thainguyen.gov.vn>', 'Sent');

        $this->assertTrue(rcmail::get_instance()->output->env['congvu_message']['sent']);
    }

    public function testThePageIsToldWhoSaysToHaveWrittenTheMessage(): void
    {
        $this->shown('show', '', 'INBOX', ['from' => 'Sở Tài chính <a@thainguyen-gov.vn>', 'replyto' => 'b@x.example']);

        $this->assertSame(
            [
                'message_id' => '',
                'sent' => false,
                'author' => ['address' => 'a@thainguyen-gov.vn', 'name' => 'Sở Tài chính', 'reply_to' => 'b@x.example'],
            ],
            rcmail::get_instance()->output->env['congvu_message']
        );
    }

    public function testThereIsNoPanelOnPaperButRoomAboveAMessageWithoutAnId(): void
    {
        $this->assertSame([], $this->shown('print', '<a1@nguoidan.example>', 'INBOX'));
        $this->assertSame(['<div id="congvu-letter"></div>'], $this->shown('show', '', 'INBOX'));
        $author = ['address' => '', 'name' => '', 'reply_to' => ''];
        $this->assertSame($author, rcmail::get_instance()->output->env['congvu_message']['author']);
    }

    public function testMailSaysThatItComesFromThisWebmail(): void
    {
        $names = ['' => 'Roundcube Webmail', 'Roundcube/1.6' => 'Roundcube/1.6', 'Mail' => 'Roundcube Webmail Mail'];
        foreach ($names as $configured => $sent) {
            $this->plugin('send', ['useragent' => $configured]);

            $this->assertSame($sent, rcmail::get_instance()->config->get('useragent', null));
        }
    }

    public function testTheVerdictAndTheIdAreFetchedBesideOtherHeaders(): void
    {
        $args = $this->run_hook($this->plugin('show'), 'storage_init', ['fetch_headers' => 'AUTO-SUBMITTED']);

        $this->assertSame('AUTO-SUBMITTED MESSAGE-ID CONG-VU-VERDICT', $args['fetch_headers']);
    }

    public function testAnUploadTheBrowsersGateLookedAtGoesOn(): void
    {
        $this->keepBundle();
        $_GET['_congvu_bundle'] = '2026.11.3';

        $args = $this->run_hook($this->plugin('upload'), 'attachment_upload', ['name' => 'a.docx']);

        $this->assertSame(['name' => 'a.docx'], $args);
    }

    public function testAnUploadNobodyLookedAtIsRefused(): void
    {
        $this->keepBundle();
        foreach ([[], ['_congvu_bundle' => ''], ['_congvu_bundle' => ['2026']], ['_congvu_bundle' => 'x']] as $query) {
            $_GET = $query;

            $args = $this->run_hook($this->plugin('upload'), 'attachment_upload', ['name' => 'a.docx']);

            $this->assertSame([true, true, false], [$args['abort'], $args['break'], $args['status']]);
            $this->assertSame('[gate_not_running]', $args['error']);
        }
    }

    public function testWithoutAnyBundleUploadsAndForwardsAreRefusedInWords(): void
    {
        $_GET['_congvu_bundle'] = '2026.11.3';

        $upload = $this->run_hook($this->plugin('upload'), 'attachment_upload', []);
        $forward = $this->run_hook($this->plugin('compose'), 'attachment_save', []);

        $this->assertSame(['[no_bundle]', false], [$upload['error'], $upload['status']]);
        $this->assertSame([true, true, false], [$forward['abort'], $forward['break'], $forward['status']]);
        $this->assertSame([['[no_bundle]', 'error']], rcmail::get_instance()->output->messages);
    }

    public function testAForwardIsLeftToTheBrowsersGate(): void
    {
        $this->keepBundle();

        $this->assertSame([], $this->run_hook($this->plugin('compose'), 'attachment_save', []));
    }

    public function testALetterWithFilesThatNobodyLookedAtIsNotSent(): void
    {
        $this->keepBundle();
        $this->letterWithFiles();

        $args = $this->run_hook($this->plugin('send'), 'message_before_send', ['from' => 'a@b']);

        $this->assertSame([true, false, '[gate_not_running]'], [$args['abort'], $args['result'], $args['error']]);
    }

    public function testALetterWithoutFilesIsSentEvenWithoutABundle(): void
    {
        $args = $this->run_hook($this->plugin('send'), 'message_before_send', ['from' => 'a@b']);

        $this->assertSame(['from' => 'a@b'], $args);
    }

    public function testReceiptsAndBouncesAreTheMailServersMatter(): void
    {
        $this->letterWithFiles();

        $this->assertSame([], $this->run_hook($this->plugin('sendmdn'), 'message_before_send', []));
    }

    public function testALetterTheGateLookedAtIsSent(): void
    {
        $this->keepBundle();
        $this->letterWithFiles();
        $_POST['_congvu_bundle'] = '2026.11.3';

        $this->assertSame([], $this->run_hook($this->plugin('send'), 'message_before_send', []));
    }

    public function testADraftWithFilesNobodyLookedAtIsNotStored(): void
    {
        $this->keepBundle();
        $this->letterWithFiles();
        $_POST['_draft'] = '1';

        $this->run_hook($this->plugin('send'), 'message_ready', []);

        $this->assertSame('iframe', rcmail::get_instance()->output->sent);
        $this->assertSame([['[gate_not_running]', 'error']], rcmail::get_instance()->output->messages);
    }

    public function testADraftTheGateLookedAtIsStored(): void
    {
        $this->keepBundle();
        $this->letterWithFiles();
        $_POST += ['_draft' => '1', '_congvu_bundle' => '2026.11.3'];

        $this->run_hook($this->plugin('send'), 'message_ready', []);

        $this->assertNull(rcmail::get_instance()->output->sent);
    }

    public function testARefusalOfTheMailServersGateIsHandedToThePage(): void
    {
        $said = '[550] 5.7.1 mo https://congvu.example/xac-nhan/3NBZ1BW6 | To be confirmed by the sender: … Ref AB12';

        $args = $this->run_hook($this->plugin('send'), 'message_send_error', ['error' => ['vars' => ['msg' => $said]]]);

        $this->assertSame('[refused]', $args['error']);
        $expected = ['kind' => 'confirm', 'link' => 'https://congvu.example/xac-nhan/3NBZ1BW6', 'reference' => 'AB12'];
        $this->assertSame([['plugin.congvu_refused', $expected]], rcmail::get_instance()->output->commands);
    }

    public function testAnyOtherErrorOfSendingIsLeftAsItIs(): void
    {
        $error = ['label' => 'smtptoerror', 'vars' => ['to' => 'a@b']];

        $args = $this->run_hook($this->plugin('send'), 'message_send_error', ['error' => $error]);

        $this->assertSame(['error' => $error], $args);
        $this->assertSame([], rcmail::get_instance()->output->commands);
    }

    public function testAMailWithAConfirmedVerdictHasABoxAboveIt(): void
    {
        $this->keepBundle();

        $boxes = $this->boxes('thai-nguyen; v=1; action=confirm; bundle=2026.11.3');

        $this->assertCount(1, $boxes);
        $this->assertStringContainsString('[note_confirm]', $boxes[0]);
        $this->assertStringContainsString('id="congvu-note"', $boxes[0]);
        $this->assertSame([], $this->boxes(null));
        $this->assertSame([], $this->boxes('bac-ninh; v=1; action=confirm'));
    }

    public function testThePanelsPlaceSaysWhatIsTrueIfTheScriptNeverComes(): void
    {
        $args = $this->run_hook($this->plugin('compose'), 'compose_objects', ['content' => ['<p>']]);

        $this->assertStringContainsString('id="congvu-panel"', $args['content'][1]);
        $this->assertStringContainsString('[gate_not_running]', $args['content'][1]);
    }

    /** @param array<string, mixed> $more */
    private function plugin(string $action, array $more = []): congvu
    {
        new rcmail($action, $more + [
            'congvu_backend_url' => 'https://congvu.example/',
            'congvu_private_key' => 'never-in-a-page',
            'congvu_bundle_url' => 'http://127.0.0.1:9/nobody-is-asked',
            'congvu_trusted_keys' => [(new RuleKey())->publicJwk()],
            'congvu_cache_dir' => $this->directory,
        ]);
        $this->askNobody();
        $plugin = new congvu();
        $plugin->init();
        return $plugin;
    }

    /** The backend was asked just now: what is held is what there is. */
    private function askNobody(): void
    {
        (new BundleCache($this->directory, (new RuleKey())->trusted()))->remember(new FetchSchedule('', time(), 9));
    }

    private function keepBundle(): void
    {
        (new BundleCache($this->directory, (new RuleKey())->trusted()))->keep((new RuleKey())->sign('2026.11.3'));
    }

    private function letterWithFiles(): void
    {
        $_GET['_id'] = 'letter1';
        $_SESSION['compose_data_letter1']['attachments'] = [['name' => 'a.docx']];
    }

    /** @param array<string, mixed> $args @return array<string, mixed> */
    private function run_hook(congvu $plugin, string $name, array $args): array
    {
        return $plugin->hooks[$name]($args);
    }

    /**
     * @param array<string, string> $written
     * @return string[] what is put above the message
     */
    private function shown(string $action, string $id, string $folder, array $written = []): array
    {
        $said = ['others' => [], 'messageID' => $id, 'folder' => $folder, 'subject' => 'never-in-a-page'];
        $headers = (object) ($said + $written);
        $args = ['content' => [], 'message' => (object) ['headers' => $headers]];
        $content = $this->run_hook($this->plugin($action, ['sent_mbox' => 'Sent']), 'message_objects', $args)['content'];
        $this->assertStringNotContainsString('never-in-a-page', json_encode(rcmail::get_instance()->output->env));
        return $content;
    }

    /** @return string[] */
    private function boxes(?string $verdict): array
    {
        $headers = (object) ['others' => $verdict === null ? [] : ['cong-vu-verdict' => $verdict]];
        $args = ['content' => [], 'message' => (object) ['headers' => $headers]];
        $content = $this->run_hook($this->plugin('show'), 'message_objects', $args)['content'];
        $this->assertSame('<div id="congvu-letter"></div>', array_shift($content));
        return $content;
    }
}
