package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.myprofile.MyHelp;
import dev.profilekeep.portal.myprofile.MyHelpService;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** Getting in oneself, as on My profile: each call answers at once with how things stand, and asking again follows them. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1/me/help")
class MyHelpController {
    private final MyHelpService service;

    MyHelpController(MyHelpService service) {
        this.service = service;
    }

    /**
     * @param host null if it is not known
     * @param moving whether something is under way that an asker should follow
     * @param silentSites ids of sites of which nothing is said
     */
    record HelpJson(
            MyHelp.Step step,
            @Nullable String host,
            @Nullable Instant since,
            boolean mayAskToBeTold,
            boolean willBeTold,
            boolean moving,
            List<String> silentSites) {
        static HelpJson of(MyHelp help) {
            return new HelpJson(
                    help.step(),
                    help.host().isEmpty() ? null : help.host(),
                    help.since(),
                    help.mayAsk(),
                    help.asked(),
                    help.looking() || help.step().moving(),
                    help.silent().all().stream().sorted().toList());
        }
    }

    @GetMapping
    HelpJson now() {
        return HelpJson.of(service.now());
    }

    @PostMapping("/look")
    HelpJson look() {
        return HelpJson.of(service.lookAgain());
    }

    @PostMapping("/free")
    HelpJson free() {
        return HelpJson.of(service.free());
    }

    @PostMapping("/tell")
    HelpJson tell(ServletWebRequest request) {
        return HelpJson.of(service.tellMe(AskedLanguage.of(request)));
    }
}
