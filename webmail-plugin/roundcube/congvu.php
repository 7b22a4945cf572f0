<?php

use ThuCongVu\AttachmentGate;
use ThuCongVu\BundleCache;
use ThuCongVu\BundleKeeper;
use ThuCongVu\Completion;
use ThuCongVu\CurlFetch;
use ThuCongVu\CurlPost;
use ThuCongVu\MessageSearch;
use ThuCongVu\OfficialAddressBook;
use ThuCongVu\OfficialDirectory;
use ThuCongVu\PluginToken;
use ThuCongVu\Settings;
use ThuCongVu\ShownMessage;
use ThuCongVu\SmtpRefusal;
use ThuCongVu\TrustedKeys;
use ThuCongVu\VerdictNote;

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'ThuCongVu\\')) {
        require __DIR__ . '/lib/' . substr($class, strlen('ThuCongVu\\')) . '.php';
    }
});

/** Thư Công Vụ in Roundcube: a thin shell around the browser's gate (dist/congvu.js). */
class congvu extends rcube_plugin
{
    /** Scripts the page loads when it needs them. */
    private const PARTS = [
        'compose' => 'congvu-compose.js', 'rules' => 'congvu-rules.js', 'panel' => 'congvu-panel.js',
        'issue' => 'congvu-issue.js', 'scanner' => 'congvu-scanner.js', 'reports' => 'congvu-reports.js',
        'letter' => 'congvu-letter.js', 'list' => 'congvu-list.js', 'due' => 'congvu-due.js',
        'issued' => 'congvu-issued.js', 'practice' => 'congvu-practice.js', 'times' => 'congvu-times.js',
    ];
    /** What the page has to say before those are there. */
    private const WORDS = [
        'label' => 'panel_label', 'drawn' => 'drawn', 'checking' => 'checking', 'missing' => 'gate_missing',
        'retry' => 'retry', 'unloaded' => 'unloaded',
    ];
    private const PAGES = ['', 'index', 'show', 'preview', 'compose'];
    private const COMPLETED_AT_MOST = 8;
    public $task = 'mail|addressbook';

    private Settings $settings;
    private BundleKeeper $bundles;
    private AttachmentGate $gate;

    public function init(): void
    {
        $this->load_config();
        $this->add_texts('localization/');
        $config = rcmail::get_instance()->config;
        $this->settings = Settings::from(static fn (string $name, $missing) => $config->get($name, $missing));
        $cache = new BundleCache($this->settings->cacheDirectory, new TrustedKeys($this->settings->trustedKeys, $this->settings->ruleApprovals));
        $this->bundles = new BundleKeeper($cache, new CurlFetch($this->settings->bundleUrl));
        $this->gate = new AttachmentGate($this->bundles);
        $config->set('useragent', self::user_agent((string) $config->get('useragent', '')));
        $this->register_action('plugin.congvu_bundle', [$this, 'serve_bundle']);
        $this->register_action('plugin.congvu_token', [$this, 'serve_token']);
        $this->register_action('plugin.congvu_find', [$this, 'serve_find']);
        foreach (['storage_init', 'messages_list', 'message_objects', 'compose_objects', 'attachment_upload', 'attachment_save',
            'message_ready', 'message_before_send', 'message_send_error', 'contacts_autocomplete_after', 'addressbooks_list',
            'addressbook_get'] as $hook) {
            $this->add_hook($hook, [$this, $hook]);
        }
        $this->load_page();
    }

    /** What mail from here says of its sender's program. Roundcube says nothing by default; the mail server's gate
     *  has to know whose submissions the browser's gate should have seen. */
    private static function user_agent(string $configured): string
    {
        return str_starts_with($configured, 'Roundcube') ? $configured : trim("Roundcube Webmail $configured");
    }

    /** Script, style and settings for the pages that use them: the list, a message and the compose form. */
    private function load_page(): void
    {
        $rcmail = rcmail::get_instance();
        if ($rcmail->task !== 'mail' || $rcmail->output->type !== 'html' || !in_array($rcmail->action, self::PAGES, true)) {
            return;
        }
        $this->include_stylesheet('dist/congvu.css');
        $this->include_script('dist/congvu.js');
        $rcmail->output->set_env('congvu', [
            'backend_url' => $this->settings->backendUrl,
            'trusted_keys' => $this->settings->trustedKeys,
            'rule_approvals' => $this->settings->ruleApprovals,
            'login' => $rcmail->get_user_name(),
            'language' => $_SESSION['language'] ?? 'vi_VN',
            'parts' => array_map([$this, 'script'], self::PARTS),
            'words' => array_map([$this, 'gettext'], self::WORDS),
        ]);
        if (in_array($rcmail->action, ['', 'index'], true)) {
            $this->add_page_button('times', 'response_times');
            $this->add_page_button('due', 'due_today');
            $this->add_page_button('issued', 'issued');
            $this->add_page_button('practice', 'practice', 'taskbar'); // the toolbar is full on a small screen
        } elseif ($rcmail->action === 'compose') {
            $this->add_page_button('issue', 'issue');
        }
    }

    /** On the page of the list or of the letter; the script shows those of issued papers to whose work they are. */
    private function add_page_button(string $name, string $label, string $place = 'toolbar'): void
    {
        $this->add_button([
            'command' => "plugin.congvu-$name", 'type' => 'link', 'innerclass' => 'inner',
            'label' => "congvu.{$label}_short", 'title' => "congvu.$label",
            'class' => "button congvu-$name disabled", 'classact' => "button congvu-$name",
        ], $place);
    }

    /** Its address, another one for every build. */
    private function script(string $name): string
    {
        return $this->url("dist/$name") . '?s=' . @filemtime(__DIR__ . "/dist/$name");
    }

    /** GET plugin.congvu_bundle: the last good signed bundle, or 503 when there never was one. */
    public function serve_bundle(): void
    {
        $bundle = $this->bundles->current(time(), isset($_GET['_retry']));
        header('Congvu-Refused: ' . ($this->bundles->refused() ?: 'none')); // always: a 304 replaces what a cache keeps
        if ($bundle === null) {
            $this->answer(503, ['code' => 'no_bundle']);
        }
        header('ETag: ' . $bundle->etag());
        header('Cache-Control: private, no-cache');
        if (in_array($bundle->etag(), array_map('trim', explode(',', $_SERVER['HTTP_IF_NONE_MATCH'] ?? '')), true)) {
            http_response_code(304);
            exit;
        }
        header('Content-Type: application/jose');
        exit($bundle->jws);
    }

    /** POST plugin.congvu_token: a token for the log-in of this session, for the page that knows the session's secret. */
    public function serve_token(): void
    {
        $rcmail = rcmail::get_instance();
        if (!hash_equals($rcmail->get_request_token(), (string) rcube_utils::request_header('X-Roundcube-Request'))) {
            $this->answer(403, ['code' => 'wrong_request']);
        }
        $token = $this->mint_token();
        $this->answer($token === '' ? 503 : 200, $token === '' ? ['code' => 'not_configured'] : ['token' => $token]);
    }

    /** Empty where the configuration is not what `congvu webmail add` prints. */
    private function mint_token(): string
    {
        try {
            $token = new PluginToken($this->settings->webmailId, $this->settings->privateKey);
        } catch (\InvalidArgumentException $error) {
            rcube::raise_error(['message' => 'congvu: ' . $error->getMessage()], true, false);
            return '';
        }
        return $token->mint(rcmail::get_instance()->get_user_name(), time());
    }

    private function directory(): OfficialDirectory
    {
        $backend = new CurlPost($this->settings->serverBackendUrl);
        return new OfficialDirectory($backend, fn (): string => $this->mint_token(), $_SESSION);
    }

    /** While a recipient is typed: official addresses go before what Roundcube's own address books know. */
    public function contacts_autocomplete_after(array $args): array
    {
        $found = $this->directory()->search((string) ($args['search'] ?? ''), self::COMPLETED_AT_MOST, time());
        $badge = $this->gettext('official_address');
        $args['contacts'] = Completion::merge($args['contacts'] ?? [], $found, $badge, 'format_email_recipient');
        return $args;
    }

    public function addressbooks_list(array $args): array
    {
        $name = $this->gettext('official_directory');
        $book = ['id' => OfficialAddressBook::ID, 'name' => $name, 'groups' => false, 'readonly' => true];
        $args['sources'][OfficialAddressBook::ID] = $book;
        return $args;
    }

    public function addressbook_get(array $args): array
    {
        if (($args['id'] ?? '') === OfficialAddressBook::ID) {
            $args['instance'] = new OfficialAddressBook($this->directory(), $this->gettext('official_directory'));
        }
        return $args;
    }

    /** GET plugin.congvu_find: where a message with this Message-ID lies, the inbox first; 404 where it does not. */
    public function serve_find(): void
    {
        $found = (new MessageSearch(rcmail::get_instance()->get_storage()))->find((string) ($_GET['_message_id'] ?? ''));
        $this->answer($found === null ? 404 : 200, $found ?? ['code' => 'not_found']);
    }

    /** Rows of the list carry their Message-ID, so that the page can ask how their letters stand. */
    public function messages_list(array $args): array
    {
        $sent = (string) rcmail::get_instance()->config->get('sent_mbox', '');
        foreach ($args['messages'] ?? [] as $headers) {
            $shown = ShownMessage::of($headers, $sent);
            if ($shown['message_id'] !== '' && !$shown['sent']) {
                $headers->list_flags['extra_flags']['congvu_id'] = $shown['message_id'];
            }
        }
        return $args;
    }

    public function storage_init(array $args): array
    {
        $args['fetch_headers'] = trim(($args['fetch_headers'] ?? '') . ' MESSAGE-ID ' . strtoupper(VerdictNote::HEADER));
        return $args;
    }

    /** Above a mail: a box where the mail server's gate could not read its files, and room for the clerk's panel. */
    public function message_objects(array $args): array
    {
        $shown = ShownMessage::of($args['message']->headers, (string) rcmail::get_instance()->config->get('sent_mbox', ''));
        if (in_array(rcmail::get_instance()->action, ['show', 'preview'], true)) {
            $shown['author'] = ShownMessage::author($args['message']->headers);
            rcmail::get_instance()->output->set_env('congvu_message', $shown);
            $args['content'][] = html::div(['id' => 'congvu-letter'], '');
        }
        $values = $args['message']->headers->others[strtolower(VerdictNote::HEADER)] ?? null;
        $bundle = $values === null ? null : $this->bundles->held();
        $label = $bundle === null ? null : VerdictNote::label($values, $bundle->provinceId);
        if ($label !== null) {
            $args['content'][] = html::div(
                ['class' => 'boxwarning congvu-note', 'id' => 'congvu-note', 'role' => 'note'],
                html::span(null, rcube::Q($this->gettext($label)))
            );
        }
        return $args;
    }

    /** Where the panel goes. What stands in it until the script takes over is true if the script never does. */
    public function compose_objects(array $args): array
    {
        $text = html::div('boxwarning congvu-waiting', rcube::Q($this->gettext('gate_not_running')));
        $args['content'][] = html::div(['id' => 'congvu-panel'], $text);
        return $args;
    }

    /** A file the browser uploads. */
    public function attachment_upload(array $args): array
    {
        $refusal = $this->gate->refusalFromBrowser(time(), $_GET[AttachmentGate::LOOKED_FIELD] ?? null);
        return $refusal === null ? $args : $this->refused($args, $refusal);
    }

    /** A file the server puts into a draft itself; Roundcube drops a refused one without a word, so we say it. */
    public function attachment_save(array $args): array
    {
        $refusal = $this->gate->refusalFromServer(time());
        if ($refusal === null) {
            return $args;
        }
        rcmail::get_instance()->output->show_message($this->gettext($refusal), 'error');
        return $this->refused($args, $refusal);
    }

    /** The only place before a draft is stored; there is nothing to abort with, so the answer is given here. */
    public function message_ready(array $args): array
    {
        $refusal = empty($_POST['_draft']) ? null : $this->refusal_of_message();
        if ($refusal !== null) {
            $output = rcmail::get_instance()->output;
            $output->show_message($this->gettext($refusal), 'error');
            $output->command('auto_save_start', false);
            $output->send('iframe');
        }
        return $args;
    }

    public function message_before_send(array $args): array
    {
        $refusal = rcmail::get_instance()->action === 'send' ? $this->refusal_of_message() : null;
        return $refusal === null ? $args : ['result' => false] + $this->refused($args, $refusal);
    }

    /** The mail server's gate did not take the letter: the page says why in words, and keeps it in sight. */
    public function message_send_error(array $args): array
    {
        $refusal = SmtpRefusal::from($args['error'] ?? null, $this->settings->backendUrl);
        if ($refusal !== null) {
            rcmail::get_instance()->output->command('plugin.congvu_refused', (array) $refusal);
            $args['error'] = $this->gettext('refused');
        }
        return $args;
    }

    private function refusal_of_message(): ?string
    {
        $id = rcube_utils::get_input_string('_id', rcube_utils::INPUT_GPC);
        if (empty($_SESSION["compose_data_$id"]['attachments'])) {
            return null;
        }
        return $this->gate->refusalFromBrowser(time(), $_POST[AttachmentGate::LOOKED_FIELD] ?? null);
    }

    private function refused(array $args, string $label): array
    {
        return ['abort' => true, 'break' => true, 'status' => false, 'error' => $this->gettext($label)] + $args;
    }

    private function answer(int $status, array $value): never
    {
        http_response_code($status);
        header('Content-Type: application/json');
        header('Cache-Control: no-store');
        exit(json_encode($value));
    }
}
