package dev.profilekeep.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people write them: {@code 30G}, {@code 512 MiB}, {@code 4096}. Units are of 1024. */
final class SizeConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18}) ?([KMGTPE]?)(?:I?B)?");
    private static final String UNITS = "KMGTPE";

    @Override
    public Long convert(String text) {
        Matcher form = FORM.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is no size; write 30G, 512M or a number of bytes");
        }
        long factor = 1L << 10 * (form.group(2).isEmpty() ? 0 : 1 + UNITS.indexOf(form.group(2)));
        try {
            return Math.multiplyExact(Long.parseLong(form.group(1)), factor);
        } catch (ArithmeticException e) {
            throw new TypeConversionException("'" + text + "' is larger than any disk");
        }
    }
}
