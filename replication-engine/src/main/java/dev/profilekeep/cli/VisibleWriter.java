package dev.profilekeep.cli;

import dev.profilekeep.text.Visible;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * The last door before the terminal: whatever a command forgot to make visible is made visible here. Line ends, tabs and the
 * return of the progress line pass.
 */
final class VisibleWriter extends FilterWriter {
    VisibleWriter(Writer out) {
        super(out);
    }

    @Override
    public void write(int character) throws IOException {
        write(String.valueOf((char) character));
    }

    @Override
    public void write(char[] characters, int from, int length) throws IOException {
        write(new String(characters, from, length));
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
        write(text.substring(from, from + length));
    }

    @Override
    public void write(String text) throws IOException {
        out.write(Visible.lines(text));
    }
}
