package dev.profilekeep.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profilekeep.disk.io.BlockDevice;
import dev.profilekeep.disk.ntfs.NtfsVolume;
import dev.profilekeep.disk.testing.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that ends early, as a chunk of its backup is damaged. */
class FileListingTest {
    private static final class Damaged implements BlockDevice {
        private final BlockDevice disk;
        private int left = Integer.MAX_VALUE;

        Damaged(BlockDevice disk) {
            this.disk = disk;
        }

        @Override
        public long size() throws IOException {
            return disk.size();
        }

        @Override
        public void readFully(long offset, ByteBuffer target) throws IOException {
            if (left-- <= 0) {
                throw new IOException("a chunk is damaged");
            }
            disk.readFully(offset, target);
        }

        @Override
        public void close() throws IOException {
            disk.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void wherever_it_ends_one_document_tells_it(boolean recursive) throws Exception {
        ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        ListingOptions options = new ListingOptions();
        options.json = true;
        options.recursive = recursive;
        int told = 0;
        for (int reads = 0; ; reads++) {
            var disk = new Damaged(Fixtures.ownImage("all-kinds.ntfs"));
            NtfsVolume volume = NtfsVolume.open(disk, 4096);
            disk.left = reads;
            var bytes = new ByteArrayOutputStream();
            var context = new Context(
                    new PrintWriter(Writer.nullWriter()),
                    bytes,
                    new PrintWriter(Writer.nullWriter()),
                    Terminal.NONE,
                    Map.of(),
                    Clock.systemUTC());
            try {
                new FileListing(context, options, "a backup", 1, volume).list("");
                assertThat(disk.left).as("nothing was hidden").isNotNegative();
                break;
            } catch (Answered e) {
                JsonNode error = json.readTree(bytes.toByteArray()).get("error");
                assertThat(error.get("message").asText()).isEqualTo("a backup: a chunk is damaged");
                told++;
            } catch (IOException e) {
                assertThat(bytes.size())
                        .as("what is told elsewhere has no beginning here")
                        .isZero();
            }
        }
        assertThat(told).isPositive();
    }
}
