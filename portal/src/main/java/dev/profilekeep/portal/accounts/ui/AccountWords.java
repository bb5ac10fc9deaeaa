package dev.profilekeep.portal.accounts.ui;

import dev.profilekeep.account.AccountRole;
import dev.profilekeep.account.ServiceAccount;
import dev.profilekeep.portal.base.ui.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is said of service accounts. */
final class AccountWords {
    private AccountWords() {}

    static String role(AccountRole role, Words words) {
        return words.get("role." + role.name());
    }

    /**
     * To which part of the estate it is held.
     *
     * @param sites names by id; what is not there any more is called by its id
     * @param sets names by id
     */
    static String scope(ServiceAccount account, Map<String, String> sites, Map<String, String> sets, Words words) {
        if (account.sites().isEmpty() && account.sets().isEmpty()) {
            return words.get("accounts.scope.all");
        }
        List<String> parts = new ArrayList<>();
        account.sites().stream().sorted().map(id -> sites.getOrDefault(id, id)).forEach(parts::add);
        account.sets().stream()
                .sorted()
                .map(id -> words.get("accounts.scope.set", sets.getOrDefault(id, id)))
                .forEach(parts::add);
        return words.get("accounts.scope.only", words.texts().list(parts));
    }
}
