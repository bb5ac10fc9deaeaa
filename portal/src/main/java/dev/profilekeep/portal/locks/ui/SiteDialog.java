package dev.profilekeep.portal.locks.ui;

import dev.profilekeep.approval.Approval;
import dev.profilekeep.portal.base.ui.ReasonDialog;
import dev.profilekeep.portal.base.ui.Words;
import dev.profilekeep.portal.locks.ApprovalsService;
import dev.profilekeep.portal.locks.SitesService;
import dev.profilekeep.text.Visible;

/** One step of cutting a site off, or of lifting that: what it means, and why it is done. */
final class SiteDialog {
    private SiteDialog() {}

    /** Asks a second administrator. */
    static ReasonDialog asking(SitesService sites, Words words, String site, String name, Runnable done) {
        return new ReasonDialog(
                words,
                words.get("sites.askOf", Visible.isolated(name)),
                words.get("sites.ask.text", Visible.isolated(name)),
                true,
                words.get("sites.ask.act"),
                why -> sites.ask(site, why),
                words.get("sites.ask.done"),
                done);
    }

    /** For the second administrator. */
    static ReasonDialog deciding(ApprovalsService approvals, Words words, Approval asked, String name, Runnable done) {
        return new ReasonDialog(
                        words,
                        words.get("sites.decideOf", Visible.isolated(name)),
                        words.get(
                                "sites.decide.text",
                                Visible.isolated(asked.askerName()),
                                Visible.isolated(name),
                                Visible.isolated(asked.reason())),
                        false,
                        words.get("sites.decide.agree"),
                        why -> approvals.approve(asked.id(), why),
                        words.get("sites.decide.agreed"),
                        done)
                .or(
                        words.get("locks.decide.refuse"),
                        why -> approvals.refuse(asked.id(), why),
                        words.get("sites.decide.refused"));
    }

    /** For one of the two who agreed. */
    static ReasonDialog fencing(SitesService sites, Words words, String site, String name, Runnable done) {
        return new ReasonDialog(
                words,
                words.get("sites.fenceOf", Visible.isolated(name)),
                words.get("sites.fence.text", Visible.isolated(name)),
                true,
                words.get("sites.fence.act"),
                why -> sites.fence(site, why),
                words.get("sites.fence.done", Visible.isolated(name)),
                done);
    }

    static ReasonDialog lifting(SitesService sites, Words words, String site, String name, Runnable done) {
        return new ReasonDialog(
                words,
                words.get("sites.liftOf", Visible.isolated(name)),
                words.get("sites.lift.text", Visible.isolated(name)),
                true,
                words.get("sites.lift.act"),
                why -> sites.lift(site, why),
                words.get("sites.lift.done", Visible.isolated(name)),
                done);
    }
}
