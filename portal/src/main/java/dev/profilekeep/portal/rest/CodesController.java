package dev.profilekeep.portal.rest;

import dev.profilekeep.fslogix.CodeKind;
import dev.profilekeep.fslogix.Explanation;
import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.access.KeepsToScope;
import dev.profilekeep.portal.codes.CodesService;
import dev.profilekeep.portal.text.Texts;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What codes of FSLogix and Windows mean. */
@RestController
@KeepsToScope
@RequestMapping("/api/v1/codes")
class CodesController {
    private static final int LONGEST = 200;

    private final CodesService service;

    CodesController(CodesService service) {
        this.service = service;
    }

    record CodeJson(
            String code,
            CodeKind kind,
            String name,
            String title,
            String text,
            String meaning,
            String next,
            Explanation.Confidence confidence,
            String source) {
        static CodeJson of(Explanation known) {
            return new CodeJson(
                    known.code(),
                    known.kind(),
                    known.name(),
                    known.title(),
                    known.text(),
                    known.meaning(),
                    known.next(),
                    known.confidence(),
                    known.source());
        }
    }

    @GetMapping
    List<CodeJson> codes(
            @RequestParam(defaultValue = "") String search, @RequestParam(defaultValue = "en") String lang) {
        if (search.length() > LONGEST) {
            throw new BadInputException("search is longer than " + LONGEST + " characters", null);
        }
        List<String> languages =
                Texts.LANGUAGES.stream().map(Locale::toLanguageTag).toList();
        if (!languages.contains(lang)) {
            throw new BadInputException("lang must be " + String.join(" or ", languages), null);
        }
        return service.search(search, Locale.forLanguageTag(lang)).stream()
                .map(CodeJson::of)
                .toList();
    }
}
