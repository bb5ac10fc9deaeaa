package dev.profilekeep.disk.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.disk.testing.SparseMemoryDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SteadyFlushTest {
    private final SparseMemoryDevice memory = new SparseMemoryDevice(0);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final AtomicInteger begins = new AtomicInteger();
    private volatile int flushes;
    private volatile boolean broken;

    /** Its first flush ends when it may. */
    private final WritableBlockDevice slow = new WritableBlockDevice() {
        @Override
        public void write(long offset, ByteBuffer source) throws IOException {
            memory.write(offset, source);
        }

        @Override
        public void flush() throws IOException {
            begins.incrementAndGet();
            begun.countDown();
            try {
                if (!mayEnd.await(30, TimeUnit.SECONDS)) {
                    throw new IOException("the test let it wait for ever");
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            synchronized (memory) {
                flushes++;
            }
            if (broken) {
                broken = false; // told once, as an operating system does
                throw new IOException("the disk is gone");
            }
        }

        @Override
        public void resize(long size) throws IOException {
            memory.resize(size);
        }

        @Override
        public long size() throws IOException {
            return memory.size();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            memory.readFully(offset, target);
        }

        @Override
        public void close() {}
    };

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count);
    }

    @Test
    void what_came_on_another_way_goes_to_the_disk_too() throws Exception {
        try (var device = new SteadyFlush(slow, 10)) {
            device.wrote(9);
            assertThat(begun.getCount()).isOne();
            device.wrote(1L << 40);
            begun.await();
            mayEnd.countDown();
        }
        assertThat(flushes).isEqualTo(1);
    }

    @Test
    void what_is_written_goes_to_the_disk_while_more_is_written() throws Exception {
        try (var device = new SteadyFlush(slow, 10)) {
            device.write(0, bytes(9));
            assertThat(begun.getCount()).isOne();
            device.write(9, bytes(1));
            begun.await();
            device.write(10, bytes(100)); // nobody waits
            assertThat(device.size()).isEqualTo(110);
            assertThat(flushes).isZero();
            mayEnd.countDown();
            device.flush();
            assertThat(flushes).isEqualTo(2);
        }
    }

    @Test
    void a_flush_waits_for_the_one_that_is_under_way() throws Exception {
        try (var device = new SteadyFlush(slow, 10)) {
            device.write(0, bytes(10));
            begun.await();
            var flush = CompletableFuture.runAsync(() -> {
                try {
                    device.flush();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            assertThatThrownBy(() -> flush.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            assertThat(begins).as("one at a time").hasValue(1);
            mayEnd.countDown();
            flush.get(30, TimeUnit.SECONDS);
            assertThat(flushes).isEqualTo(2);
        }
    }

    @Test
    void what_failed_on_the_way_fails_every_later_flush() throws Exception {
        broken = true;
        mayEnd.countDown();
        try (var device = new SteadyFlush(slow, 10)) {
            device.write(0, bytes(10));
            assertThatThrownBy(device::flush).hasMessage("the disk is gone");
            assertThatThrownBy(device::flush).hasMessage("the disk is gone");
            assertThat(flushes).isOne();
        }
    }

    @Test
    void when_it_is_closed_nothing_uses_the_device_any_more() throws Exception {
        var device = new SteadyFlush(slow, 10);
        device.write(0, bytes(10));
        begun.await();
        var closing = CompletableFuture.runAsync(device::close);
        assertThatThrownBy(() -> closing.get(200, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        mayEnd.countDown();
        closing.get(30, TimeUnit.SECONDS);
        assertThat(flushes).isOne();
    }
}
