package dev.profilekeep.session;

import java.util.List;
import java.util.Map;

/**
 * What an export as a whole tells of people. A table of machines often has a SID for each, which is the machine's own: taken for a
 * person's it would say that nobody else is there.
 *
 * @param personsSid whether a column is called as only a person's SID is
 * @param accountColumn whether a column is for accounts
 * @param accounts whether some row names a person's account
 * @param sids whether some row has a SID
 * @param machines whether rows count the sessions of machines
 */
record ExportShape(boolean personsSid, boolean accountColumn, boolean accounts, boolean sids, boolean machines) {

    static ExportShape of(List<ExportRow> rows) {
        boolean personsSid = false;
        boolean accountColumn = false;
        boolean accounts = false;
        boolean sids = false;
        boolean machines = false;
        for (ExportRow row : rows) {
            Map<String, String> values = row.values();
            personsSid |= ExportColumn.saysPersonsSid(values);
            accountColumn |= has(values, ExportColumn.ACCOUNT) || has(values, ExportColumn.PRINCIPAL);
            accounts |= isPersons(ExportColumn.ACCOUNT.in(values)) || isPersons(ExportColumn.PRINCIPAL.in(values));
            sids |= !ExportColumn.SID.in(values).isEmpty();
            machines |= has(values, ExportColumn.COUNT) || has(values, ExportColumn.USE);
        }
        return new ExportShape(personsSid, accountColumn, accounts, sids, machines);
    }

    private static boolean has(Map<String, String> row, ExportColumn column) {
        return row.keySet().stream().anyMatch(name -> ExportColumn.named(name) == column);
    }

    private static boolean isPersons(String account) {
        AccountName name = AccountName.of(account);
        return !name.isEmpty() && !name.isComputers();
    }

    /** Whether it lists people, so that a host without a row for one had none. */
    boolean isAboutPeople() {
        return personsSid || accountColumn && (accounts || !sids);
    }

    /** Whether the SID of a row is that of a person at the machine. Without an account beside it only a row that tells of a session says so. */
    boolean isPersonsSid(Map<String, String> row, AccountName account) {
        if (personsSid) {
            return true;
        }
        return !machines && (accounts || !account.isEmpty() || ExportColumn.tellsOfSession(row));
    }
}
