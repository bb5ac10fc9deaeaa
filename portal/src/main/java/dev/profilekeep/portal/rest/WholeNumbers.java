package dev.profilekeep.portal.rest;

import java.beans.PropertyEditorSupport;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Numbers in addresses are decimal ones. Spring takes hexadecimal ones too, and blanks: one container would have many addresses, and a
 * slip would find another's. An editor rather than a converter, since what a converter refuses Spring's own editor is asked for.
 */
@RestControllerAdvice(basePackageClasses = WholeNumbers.class)
class WholeNumbers {
    private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)");

    @InitBinder
    void decimal(WebDataBinder binder) {
        binder.registerCustomEditor(long.class, new Decimal(Long::valueOf));
        binder.registerCustomEditor(Long.class, new Decimal(Long::valueOf));
        binder.registerCustomEditor(int.class, new Decimal(Integer::valueOf));
        binder.registerCustomEditor(Integer.class, new Decimal(Integer::valueOf));
    }

    private static final class Decimal extends PropertyEditorSupport {
        private final Function<String, Number> reader;

        Decimal(Function<String, Number> reader) {
            this.reader = reader;
        }

        @Override
        public void setAsText(String text) {
            if (!DECIMAL.matcher(text).matches()) {
                throw new NumberFormatException("no decimal number");
            }
            setValue(reader.apply(text));
        }
    }
}
