package dev.profilekeep.storage.smb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profilekeep.storage.StorageException;
import dev.profilekeep.storage.smb.rpc.ServerService.OpenFileInfo;
import dev.profilekeep.storage.smb.rpc.ServerService.SessionInfo;
import dev.profilekeep.storage.smb.rpc.ServiceRefused;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SmbWholeListTest {
    private static final List<OpenFileInfo> OURS = files("svc");

    private static List<OpenFileInfo> files(String... accounts) {
        return Stream.of(accounts)
                .map(account -> new OpenFileInfo(1, false, 0, "D:\\profiles", account))
                .toList();
    }

    private static SessionInfo session(String account, int opens) {
        return new SessionInfo("\\\\10.0.0.1", account, OptionalInt.of(opens), 5, 0);
    }

    /** Answers in turn; the last answer stays. Null: it refuses. */
    private static final class Server implements SmbWholeList.Server {
        private final Deque<List<OpenFileInfo>> files;
        private final Deque<List<SessionInfo>> sessions = new ArrayDeque<>();
        private boolean refuses;

        @SafeVarargs
        Server(List<OpenFileInfo>... files) {
            this.files = new ArrayDeque<>(Arrays.asList(files));
        }

        Server sessions(SessionInfo... now) {
            sessions.add(List.of(now));
            return this;
        }

        @Override
        public List<OpenFileInfo> files() {
            return files.size() > 1 ? files.remove() : files.element();
        }

        @Override
        public List<SessionInfo> sessions() throws ServiceRefused {
            if (refuses) {
                throw new ServiceRefused(ServiceRefused.ACCESS_DENIED);
            }
            return sessions.size() > 1 ? sessions.remove() : sessions.element();
        }
    }

    @Test
    void others_in_the_list_prove_that_it_is_everybodys_and_nothing_more_is_asked() throws Exception {
        assertThat(SmbWholeList.require("svc", files("svc", "CORP\\anna"), new Server()))
                .isTrue();
    }

    @Test
    void others_elsewhere_on_the_server_prove_it_too() throws Exception {
        assertThat(SmbWholeList.require("svc", OURS, new Server(files("svc", "anna"))))
                .isTrue();
    }

    @Test
    void a_server_that_nobody_else_uses_proves_nothing_and_is_believed() throws Exception {
        Server idle = new Server(OURS).sessions(session("CORP\\SVC", 7), session("anna", 0));
        assertThat(SmbWholeList.require("svc", OURS, idle)).isFalse();
    }

    @Test
    void a_list_of_our_own_only_is_not_believed_while_others_have_files_open() {
        Server filtering = new Server(OURS).sessions(session("svc", 1), session("anna", 2));
        assertThatThrownBy(() -> SmbWholeList.require("svc", OURS, filtering))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("nobody's open files but ours")
                .hasMessageContaining("may be open all the same");
    }

    @Test
    void who_opens_or_closes_while_it_is_asked_says_nothing_against_it() throws Exception {
        Server opening = new Server(OURS, files("svc", "anna")).sessions(session("anna", 1));
        assertThat(SmbWholeList.require("svc", OURS, opening)).isTrue();
        Server closing = new Server(OURS).sessions(session("anna", 1)).sessions(session("anna", 0));
        assertThat(SmbWholeList.require("svc", OURS, closing)).isFalse();
    }

    @Test
    void where_the_sessions_cannot_be_asked_it_is_not_believed() {
        Server silent = new Server(OURS);
        silent.refuses = true;
        assertThatThrownBy(() -> SmbWholeList.require("svc", OURS, silent))
                .isInstanceOf(StorageException.Failed.class)
                .hasMessageContaining("sessions")
                .hasMessageContaining("ERROR_ACCESS_DENIED");
    }
}
