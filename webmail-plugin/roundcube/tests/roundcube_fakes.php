<?php

// As much of Roundcube 1.6 as the plugin touches.

declare(strict_types=1);

abstract class rcube_plugin
{
    /** @var array<string, callable> */
    public array $hooks = [];
    /** @var array<string, callable> */
    public array $actions = [];
    /** @var string[] */
    public array $included = [];
    /** @var array<array<string, string>> */
    public array $buttons = [];

    abstract public function init();

    public function load_config(): bool
    {
        return true;
    }

    public function add_texts(string $directory): void
    {
    }

    public function add_hook(string $name, callable $handler): void
    {
        $this->hooks[$name] = $handler;
    }

    public function register_action(string $name, callable $handler): void
    {
        $this->actions[$name] = $handler;
    }

    public function include_script(string $file): void
    {
        $this->included[] = $file;
    }

    public function include_stylesheet(string $file): void
    {
        $this->included[] = $file;
    }

    /** @param array<string, string> $button */
    public function add_button(array $button, string $container): void
    {
        $this->buttons[] = $button + ['container' => $container];
    }

    public function gettext(string $label): string
    {
        return "[$label]";
    }

    public function url(string $file): string
    {
        return "plugins/congvu/$file";
    }
}

final class FakeOutput
{
    public string $type = 'html';
    /** @var array<string, mixed> */
    public array $env = [];
    /** @var array<array{string, string}> */
    public array $messages = [];
    public ?string $sent = null;
    /** @var array<array<mixed>> */
    public array $commands = [];

    public function set_env(string $name, mixed $value): void
    {
        $this->env[$name] = $value;
    }

    public function show_message(string $text, string $type): void
    {
        $this->messages[] = [$text, $type];
    }

    public function command(mixed ...$arguments): void
    {
        $this->commands[] = $arguments;
    }

    /** Roundcube's own ends the request here. */
    public function send(string $template): void
    {
        $this->sent = $template;
    }
}

final class FakeConfig
{
    /** @param array<string, mixed> $values */
    public function __construct(private array $values)
    {
    }

    public function get(string $name, mixed $missing): mixed
    {
        return $this->values[$name] ?? $missing;
    }

    public function set(string $name, mixed $value): void
    {
        $this->values[$name] = $value;
    }
}

final class rcmail
{
    public static self $instance;
    public string $task = 'mail';
    public FakeOutput $output;

    /** @param array<string, mixed> $values */
    public function __construct(public string $action, array $values)
    {
        $this->output = new FakeOutput();
        $this->config = new FakeConfig($values);
        self::$instance = $this;
    }

    public FakeConfig $config;

    public static function get_instance(): self
    {
        return self::$instance;
    }

    public function get_user_name(): string
    {
        return 'sokhcn@thainguyen.gov.vn';
    }
}

final class html
{
    public static function div(mixed $attributes, string $content): string
    {
        $attributes = is_array($attributes) ? $attributes : ['class' => $attributes];
        $written = array_map(fn ($name, $value) => " $name=\"$value\"", array_keys($attributes), $attributes);
        return '<div' . implode('', $written) . ">$content</div>";
    }

    public static function span(mixed $attributes, string $content): string
    {
        return "<span>$content</span>";
    }
}

final class rcube
{
    public static function Q(string $text): string
    {
        return htmlspecialchars($text);
    }
}

final class rcube_utils
{
    public const INPUT_GPC = 0x0103;

    public static function get_input_string(string $name, int $source): string
    {
        return (string) ($_GET[$name] ?? $_POST[$name] ?? '');
    }
}

final class rcube_mime
{
    /** @return array<int, array{name: string, mailto: string}> entries from 1 on, as Roundcube counts them */
    public static function decode_address_list(string $input, ?int $max = null, bool $decode = true, ?string $fallback = null): array
    {
        if (preg_match('/^\s*(?:"?([^"<]*?)"?\s*)<([^<>]+)>/', $input, $found)) {
            return [1 => ['name' => $found[1], 'mailto' => $found[2]]];
        }
        return $input === '' ? [] : [1 => ['name' => '', 'mailto' => $input]];
    }
}

abstract class rcube_addressbook
{
}

final class rcube_result_set
{
    /** @var array<array<string, mixed>> */
    public array $records = [];

    public function __construct(public int $count = 0, public int $first = 0)
    {
    }

    /** @param array<string, mixed> $record */
    public function add(array $record): void
    {
        $this->records[] = $record;
    }
}

function format_email_recipient(string $email, string $name): string
{
    return "$name <$email>";
}
