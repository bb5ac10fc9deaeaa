package dev.profilekeep.storage.smb;

import com.hierynomus.smbj.auth.AuthenticateResponse;
import com.hierynomus.smbj.auth.AuthenticationContext;
import com.hierynomus.smbj.auth.NtlmAuthenticator;
import com.hierynomus.smbj.connection.ConnectionContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * NTLM for nobody in particular. Servers such as Samba 4.17 take an anonymous session for an ordinary one and do not say that
 * it has no key; SMBJ then derives keys from nothing and fails. The key of such a session is all zeros ([MS-NLMP] 3.3.2), and
 * {@link SmbSessions} forgets what was made of it.
 */
final class NobodyAuthenticator extends NtlmAuthenticator {
    private static final int KEY_BYTES = 16;

    static final class Factory extends NtlmAuthenticator.Factory {
        @Override
        public NtlmAuthenticator create() {
            return new NobodyAuthenticator();
        }
    }

    @Override
    public @Nullable AuthenticateResponse authenticate(
            AuthenticationContext context, byte[] token, ConnectionContext connection) throws IOException {
        AuthenticateResponse response = super.authenticate(context, token, connection);
        if (response != null && response.getSessionKey() == null) {
            response.setSessionKey(new byte[KEY_BYTES]);
        }
        return response;
    }
}
