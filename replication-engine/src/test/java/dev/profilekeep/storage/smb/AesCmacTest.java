package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;

import com.hierynomus.security.bc.BCSecurityProvider;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AesCmacTest {
    private static final byte[] KEY = HexFormat.of().parseHex("2b7e151628aed2a6abf7158809cf4f3c");
    private static final byte[] MESSAGE = HexFormat.of()
            .parseHex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
                    + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710");

    /** [RFC 4493] 4. */
    @ParameterizedTest
    @CsvSource({
        "0, bb1d6929e95937287fa37d129b756746",
        "16, 070a16b46b4d4144f79bdd9dd04a287c",
        "40, dfa66747de9ae63030ca32611497c827",
        "64, 51f0bebf7e3b9d92fc49741779363cfe"
    })
    void agrees_with_the_examples_of_its_standard(int length, String expected) throws Exception {
        AesCmac mac = new AesCmac();
        mac.init(KEY);
        mac.update(MESSAGE, 0, length);
        assertThat(HexFormat.of().formatHex(mac.doFinal())).isEqualTo(expected);
    }

    @Test
    void agrees_with_bouncy_castle_however_a_message_is_cut() throws Exception {
        Random random = new Random(Integer.getInteger("tests.seed", 4493));
        AesCmac ours = new AesCmac();
        for (int i = 0; i < 2000; i++) {
            byte[] key = new byte[16];
            random.nextBytes(key);
            byte[] message = new byte[random.nextInt(i % 20 == 0 ? 100_000 : 200)];
            random.nextBytes(message);
            var theirs = new BCSecurityProvider().getMac("AesCmac");
            theirs.init(key);
            theirs.update(message);
            ours.init(key);
            for (int at = 0; at < message.length; ) {
                int piece = random.nextInt(Math.min(message.length - at, 40_000) + 1);
                if (piece == 1) {
                    ours.update(message[at]);
                } else {
                    ours.update(message, at, piece);
                }
                at += piece;
            }
            assertThat(ours.doFinal())
                    .as("case %s of length %s", i, message.length)
                    .isEqualTo(theirs.doFinal());
        }
    }

    @Test
    void begins_anew_after_each_message_and_after_reset() throws Exception {
        AesCmac mac = new AesCmac();
        mac.init(KEY);
        mac.update(MESSAGE);
        byte[] first = mac.doFinal();
        mac.update(new byte[] {1, 2, 3});
        mac.reset();
        mac.update(MESSAGE);
        assertThat(mac.doFinal()).isEqualTo(first);
    }
}
