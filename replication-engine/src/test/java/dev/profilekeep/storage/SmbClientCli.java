package dev.profilekeep.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Samba's own client, for an independent look at what a server holds. */
public final class SmbClientCli {
    private final SambaServer server;
    private final String share;
    private final List<String> options;

    /** @param options further arguments, such as "--client-protection=encrypt" */
    public SmbClientCli(SambaServer server, String share, String... options) {
        this.server = server;
        this.share = share;
        this.options = List.of(options);
    }

    /** What it printed for {@code command}, which is as at its prompt: {@code ls}, {@code allinfo name}. */
    public String run(String command) throws IOException, InterruptedException {
        Path account = Files.createTempFile(
                "smbclient",
                ".auth",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            String password = server.password().use(String::new);
            Files.writeString(account, "username=" + SambaServer.USER + "\npassword=" + password + "\n");
            List<String> line = new ArrayList<>(List.of(
                    "/usr/bin/smbclient",
                    "--configfile=" + server.configuration(),
                    "--port=" + server.port(),
                    "--authentication-file=" + account,
                    "--command=" + command));
            line.addAll(options);
            line.add("//127.0.0.1/" + share);
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("smbclient '" + command + "' said: " + printed);
            }
            return printed;
        } finally {
            Files.delete(account);
        }
    }
}
