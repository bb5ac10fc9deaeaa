package dev.profilekeep.portal.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of a call, of which no more than so many bytes are read. */
final class BoundedBody extends FilterInputStream {
    private final long most;
    private final String whatToDo;
    private long read;

    private BoundedBody(InputStream body, long most, String whatToDo) {
        super(body);
        this.most = most;
        this.whatToDo = whatToDo;
    }

    /**
     * @param whatToDo about a longer one
     * @throws TooLargeException if it is said to be longer; reading throws it where that turns out
     */
    static InputStream of(HttpServletRequest request, long most, String whatToDo) throws IOException {
        require(request, most, whatToDo);
        return of(request.getInputStream(), most, whatToDo);
    }

    /** As the other, for a body that says nothing of its length. */
    static InputStream of(InputStream body, long most, String whatToDo) {
        return new BoundedBody(body, most, whatToDo);
    }

    /** @throws TooLargeException if it is said to be longer */
    static void require(HttpServletRequest request, long most, String whatToDo) throws TooLargeException {
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most, whatToDo);
        }
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        count(one < 0 ? 0 : 1);
        return one;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int some = super.read(target, offset, length);
        count(Math.max(0, some));
        return some;
    }

    @Override
    public long skip(long n) throws IOException {
        long skipped = super.skip(n);
        count(skipped);
        return skipped;
    }

    private void count(long more) throws TooLargeException {
        read += more;
        if (read > most) {
            throw tooLarge(most, whatToDo);
        }
    }

    private static TooLargeException tooLarge(long most, String whatToDo) {
        return new TooLargeException("The body has more than " + most + " bytes; " + whatToDo + ".");
    }
}
