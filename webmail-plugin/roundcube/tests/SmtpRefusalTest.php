<?php

declare(strict_types=1);

use PHPUnit\Framework\TestCase;
use ThuCongVu\SmtpRefusal;

final class SmtpRefusalTest extends TestCase
{
    private const BACKEND = 'https://congvu.example';
    private const CONFIRM = '[550] 5.7.1 Can nguoi gui xac nhan truoc: mo https://congvu.example/xac-nhan/3NBZ1BW6 roi gui'
        . ' lai thu nay. Ma 6MDDDHH75D7X | To be confirmed by the sender: open the link, then send again. Ref 6MDDDHH75D7X';

    public function testALetterToBeConfirmedLeadsToThePageWhereThatIsDone(): void
    {
        $refusal = SmtpRefusal::from(['label' => 'smtperror', 'vars' => ['msg' => self::CONFIRM]], self::BACKEND);

        $this->assertSame('confirm', $refusal->kind);
        $this->assertSame('https://congvu.example/xac-nhan/3NBZ1BW6', $refusal->link);
        $this->assertSame('6MDDDHH75D7X', $refusal->reference);
    }

    public function testALinkToAnotherPlaceIsNotHandedOn(): void
    {
        $this->assertNull(SmtpRefusal::from(self::CONFIRM, 'https://elsewhere.example'));
        $this->assertNull(SmtpRefusal::from(self::CONFIRM, ''));
    }

    /** @return iterable<array{string, string, string}> */
    public function replies(): iterable
    {
        yield ['[550] 5.7.1 … Ma ABC | Refused: signs of a secrecy mark. Use the channel … Ref ABC', 'marked', 'ABC'];
        yield ['[550] 5.7.1 … Ma ABC | Refused: a part cannot be checked. Send it … Ref ABC', 'unreadable', 'ABC'];
        yield ['[451] 4.7.1 … | The message could not be checked, try again later', 'later', ''];
    }

    /** @dataProvider replies */
    public function testEveryOtherReplyOfTheGateIsKnown(string $said, string $kind, string $reference): void
    {
        $refusal = SmtpRefusal::from($said, self::BACKEND);

        $this->assertSame([$kind, '', $reference], [$refusal->kind, $refusal->link, $refusal->reference]);
    }

    public function testWhatTheGateDidNotSayIsLeftToRoundcube(): void
    {
        $this->assertNull(SmtpRefusal::from('[550] 5.1.1 User unknown in virtual mailbox table', self::BACKEND));
        $this->assertNull(SmtpRefusal::from(['label' => 'smtptoerror', 'vars' => ['to' => 'a@b']], self::BACKEND));
        $this->assertNull(SmtpRefusal::from('[450] 4.2.0 Greylisted, try again later', self::BACKEND));
        $this->assertNull(SmtpRefusal::from(null, self::BACKEND));
    }
}
