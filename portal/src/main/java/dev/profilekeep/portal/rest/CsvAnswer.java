package dev.profilekeep.portal.rest;

import dev.profilekeep.portal.access.BadInputException;
import dev.profilekeep.portal.text.Texts;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** A table for people: which language and separator they asked for, and where it is written. */
record CsvAnswer(char separator, Texts texts) {
    /** @throws BadInputException if it is not comma or semicolon, or not a language of ours */
    static CsvAnswer of(String separator, String lang) {
        Locale locale = Locale.forLanguageTag(lang);
        if (!Set.of("comma", "semicolon").contains(separator)
                || Texts.LANGUAGES.stream().noneMatch(each -> each.getLanguage().equals(locale.getLanguage()))) {
            throw new BadInputException("separator must be comma or semicolon; lang must be en or de", null);
        }
        return new CsvAnswer(separator.equals("semicolon") ? ';' : ',', Texts.in(locale));
    }

    /** Begins the answer; what may be refused was asked before. The file is called {@code <name>-<date>.csv}. */
    Writer open(HttpServletResponse response, String name, LocalDate today) throws IOException {
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "-" + today + ".csv\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        return new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 1 << 15);
    }
}
