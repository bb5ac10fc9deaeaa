package dev.profilekeep.cli;

import dev.profilekeep.disk.io.ByteRange;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code OFFSET} or {@code OFFSET+LENGTH}; numbers as {@code 4096}, {@code 0x1000} or {@code 4K}. */
final class ByteRangeConverter implements ITypeConverter<ByteRange> {
    @Override
    public ByteRange convert(String text) {
        int plus = text.indexOf('+');
        long start = number(plus < 0 ? text : text.substring(0, plus));
        long length = plus < 0 ? 1 : number(text.substring(plus + 1));
        if (length == 0 || start > Long.MAX_VALUE - length) {
            throw new TypeConversionException("'" + text + "' is no range: write OFFSET or OFFSET+LENGTH");
        }
        return new ByteRange(start, length);
    }

    private static long number(String text) {
        if (text.regionMatches(true, 0, "0x", 0, 2)) {
            try {
                return Long.parseLong(text.substring(2), 16);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is no hexadecimal number");
            }
        }
        return new SizeConverter().convert(text);
    }
}
