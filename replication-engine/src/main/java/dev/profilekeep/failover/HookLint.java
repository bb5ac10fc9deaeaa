package dev.profilekeep.failover;

import dev.profilekeep.config.SecretSource;
import dev.profilekeep.failover.PlanFault.Code;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Refuses hooks that put people or their data at risk, by what they call. Stateless. */
final class HookLint {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT");

    private record Danger(Pattern pattern, String why) {}

    private static Danger danger(String pattern, String why) {
        return new Danger(Pattern.compile(pattern, Pattern.CASE_INSENSITIVE), why);
    }

    private static final List<Danger> DANGERS = List.of(
            danger(
                    "replication(ProtectedItems|RecoveryPlans)/[^/\\s]+/testFailover(?!Cleanup)|\\btestFailover\\b(?!Cleanup)|Start-AzRecoveryServicesAsrTestFailover",
                    "a test failover of Site Recovery starts copies of session hosts that join the same domain by the same name and open"
                            + " the same profiles as the real ones"),
            danger(
                    "\\b(reImage|reimage|redeploy|deallocate|powerOff)\\b|virtualMachines/[^/\\s]+/(delete|generalize)",
                    "hosts would be stopped or emptied while people may still work there; a plan has steps for hosts"),
            danger(
                    "forceClose|closehandles|Close-AzStorageFileHandle|Close-SmbOpenFile",
                    "closing files by force while a host writes damages profiles; locks are cleared on proof only"),
            danger(
                    "hardFailover|/failover\\?.*failoverType=planned|storageAccounts/[^/\\s]+/failover|Invoke-AzStorageAccountFailover",
                    "failing over a storage account makes its copies the newest ones without anybody having compared them"),
            danger(
                    "Remove-Item|rm\\s+-rf|\\bDELETE\\b\\s+/|FlipFlopProfileDirectoryName",
                    "it would delete files, or give every person a new empty profile"));

    private HookLint() {}

    /** @param mayCallUs whether an address of this machine is allowed */
    static List<PlanFault> faults(Hook hook, boolean mayCallUs) {
        List<PlanFault> faults = new ArrayList<>();
        URI address;
        try {
            address = hook.address();
        } catch (IllegalArgumentException e) {
            return List.of(incomplete("'" + hook.url() + "' is no address"));
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")
                || address.getHost() == null
                || address.getUserInfo() != null) {
            faults.add(incomplete("'" + address.getHost()
                    + "' must be an address with http or https and a server, without a name and password in it"));
        } else if (!mayCallUs) {
            thisMachine(address.getHost()).ifPresent(faults::add);
        }
        if (hook.method() == null || !METHODS.contains(hook.method())) {
            faults.add(incomplete("its method must be one of GET, POST, PUT"));
        }
        if (hook.seconds() < 1 || hook.seconds() > 600) {
            faults.add(incomplete("its time limit must be from 1 to 600 seconds"));
        }
        if (hook.secretFrom() != null) {
            try {
                SecretSource.parse(hook.secretFrom(), Path.of(""));
            } catch (IllegalArgumentException e) {
                faults.add(incomplete("its secretFrom is " + e.getMessage()));
            }
        }
        String said = decoded(hook.url()) + "\n" + (hook.body() == null ? "" : hook.body());
        for (Danger danger : DANGERS) {
            if (danger.pattern().matcher(said).find()) {
                faults.add(new PlanFault(Code.DANGEROUS_HOOK, "a hook to " + address.getHost() + ": " + danger.why()));
            }
        }
        return faults;
    }

    private static String decoded(String url) {
        try {
            return java.net.URLDecoder.decode(url, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return url;
        }
    }

    /** Asked again just before the call, as names can come to mean something else. A name that means nothing is nobody's. */
    static Optional<PlanFault> thisMachine(String host) {
        try {
            for (InetAddress each : InetAddress.getAllByName(host.replaceAll("^\\[|]$", ""))) {
                if (each.isLoopbackAddress()
                        || each.isAnyLocalAddress()
                        || each.isLinkLocalAddress()
                        || NetworkInterface.getByInetAddress(each) != null) {
                    return Optional.of(new PlanFault(
                            Code.DANGEROUS_HOOK,
                            "a hook to " + host
                                    + " would call this machine itself, with its rights; policies.failover.hooksToThisMachine"
                                    + " allows that"));
                }
            }
            return Optional.empty();
        } catch (UnknownHostException | SocketException e) {
            return Optional.empty();
        }
    }

    private static PlanFault incomplete(String what) {
        return new PlanFault(Code.INCOMPLETE, "a hook: " + what);
    }
}
