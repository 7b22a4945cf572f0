<?php

declare(strict_types=1);

namespace ThuCongVu;

/**
 * What this side can honestly guarantee about files: it has no rule engine, so it refuses them where nobody can have
 * looked. A guard against accident (a page without its script), not against a hostile page: that is the milter's work.
 */
final class AttachmentGate
{
    /** The request field with which the browser's gate names the bundle it judged by. */
    public const LOOKED_FIELD = '_congvu_bundle';

    public function __construct(private readonly BundleKeeper $bundles)
    {
    }

    /** Files that the server itself puts into a draft (forward, drop of an attachment): the browser looks afterwards.
     *  @return ?string label of the sentence that refuses; null to let the file in */
    public function refusalFromServer(int $now): ?string
    {
        return $this->bundles->current($now) === null ? 'no_bundle' : null;
    }

    /** Files that the browser sends, and messages that carry files: its gate must have looked before.
     *  @param mixed $looked value of LOOKED_FIELD in the request */
    public function refusalFromBrowser(int $now, mixed $looked): ?string
    {
        $named = is_string($looked) && preg_match('/\A\d+(\.\d+)*\z/', $looked);
        return $this->refusalFromServer($now) ?? ($named ? null : 'gate_not_running');
    }
}
