package dev.profilekeep.portal.demo;

import static dev.profilekeep.portal.demo.DemoFile.Beside.BROKEN_HEADERS;
import static dev.profilekeep.portal.demo.DemoFile.Beside.DIFFERENCE_DISK;
import static dev.profilekeep.portal.demo.DemoFile.Beside.HELD_LOCK_AND_META;
import static dev.profilekeep.portal.demo.DemoFile.Beside.LOCK_AND_META;
import static dev.profilekeep.portal.demo.DemoFile.Beside.META;
import static dev.profilekeep.portal.demo.DemoFile.Beside.NOTHING;

import dev.profilekeep.portal.demo.DemoFile.Beside;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Who works in the demo, and what their containers are like. */
final class DemoPeople {
    static final String FRANKFURT = "frankfurt";
    static final String LONDON = "london";
    private static final String OFFICE = "office";
    private static final String CALL_CENTRE = "callcentre";
    private static final String DOMAIN = "S-1-5-21-1004336348-1177238915-682003330-";

    static final String ANNA = DOMAIN + "1104";
    static final String HELGE = DOMAIN + "1131";
    static final String ADA = DOMAIN + "1102";
    static final String OTTO = DOMAIN + "1188";
    static final String NOBODY = DOMAIN + "1199";
    static final String NILS = DOMAIN + "1190";
    static final String EMMA = DOMAIN + "1119";

    /** Whose session host crashed under them: SID by account. */
    static final Map<String, String> CRASHED =
            Map.of("sofia.petrova", DOMAIN + "1203", "maya.lopez", DOMAIN + "1204", "tariq.aziz", DOMAIN + "1205");

    /** How long ago, in hours, they signed in there. */
    static final int CRASHED_HOURS = 3;

    /** How long ago, in hours, Emma signed in. */
    static final int EMMAS_HOURS = 1;

    private final List<DemoFile> files = new ArrayList<>();

    private DemoPeople() {}

    /** Every container of the estate. */
    static List<DemoFile> files() {
        DemoPeople people = new DemoPeople();
        // Sound, at both sites
        people.office(ANNA, "anna.berg", "anna-profile", "anna-odfc", 11, META);
        people.office(ADA, "ada.kowalski", "ada-profile", "shared-odfc", 9, META);
        people.office(HELGE, "helge.brandt", "helge-profile", "shared-odfc", 13, META);
        // Nearly full: 4 GB of room and hardly any left
        people.office(DOMAIN + "1107", "ben.osei", "ben-profile", "shared-odfc", 10, META);
        // Bloated: gigabytes of deleted caches that were never given back
        people.office(DOMAIN + "1112", "chiara.rossi", "chiara-profile", "shared-odfc", 12, META);
        // Dirty: a host died while the volume was mounted, and nobody knows which
        people.office(DOMAIN + "1115", "daniel.novak", "daniel-profile", "shared-odfc", 30, LOCK_AND_META);
        // Signed in now
        people.office(EMMA, "emma.lindqvist", "emma-profile", "emma-odfc", EMMAS_HOURS, HELD_LOCK_AND_META);
        // Their session host crashed under them, came back, and the locks stayed
        for (String account : List.of("sofia.petrova", "maya.lopez", "tariq.aziz")) {
            String sid = String.valueOf(CRASHED.get(account));
            people.office(sid, account, "noah-profile", "shared-odfc", CRASHED_HOURS, LOCK_AND_META);
        }
        // One site only
        people.place(FRANKFURT, DOMAIN + "1121", "farid.haddad", "Profile_farid.haddad.VHDX", "farid-profile", 8, META);
        people.place(FRANKFURT, DOMAIN + "1121", "farid.haddad", "ODFC_farid.haddad.VHDX", "shared-odfc", 8, META);
        // Left long ago, containers stayed
        people.office(DOMAIN + "1064", "grace.kim", "grace-profile", "shared-odfc", 24 * 431, NOTHING);
        // The disk was not closed: its log has to be replayed
        people.office(DOMAIN + "1138", "jonas.weber", "jonas-profile", "shared-odfc", 20, NOTHING);
        // A difference disk beside its parent
        people.office(DOMAIN + "1144", "lena.fischer", "lena-profile", "shared-odfc", 16, DIFFERENCE_DISK);
        // Damaged at Frankfurt, sound in London
        people.place(
                FRANKFURT,
                DOMAIN + "1150",
                "marta.silva",
                "Profile_marta.silva.VHDX",
                "noah-profile",
                17,
                BROKEN_HEADERS);
        people.place(LONDON, DOMAIN + "1150", "marta.silva", "Profile_marta.silva.VHDX", "noah-profile", 17, NOTHING);
        // Two disks of one kind: nobody can say which one is right
        people.office(DOMAIN + "1141", "kofi.mensah", "kofi-profile", "shared-odfc", 14, META);
        people.place(
                FRANKFURT,
                DOMAIN + "1141",
                "kofi.mensah",
                "Profile_kofi.mensah.old.VHDX",
                "kofi-old",
                24 * 210,
                NOTHING);
        // From the cloud directory alone: another kind of SID
        people.office(
                "S-1-12-1-2174651923-1235467819-3405691582-2882343476",
                "noah.schmidt",
                "noah-profile",
                "shared-odfc",
                7,
                META);
        // The call centre swaps the parts of its folder names
        people.callCentre(DOMAIN + "1201", "henrik.møller", "VHDX", "henrik-profile", 6);
        people.callCentre(DOMAIN + "1202", "ines.duarte", "VHD", "ines-profile", 15);
        return List.copyOf(people.files);
    }

    private void office(String sid, String account, String profile, String odfc, int hours, Beside beside) {
        for (String site : List.of(FRANKFURT, LONDON)) {
            place(site, sid, account, "Profile_" + account + ".VHDX", profile, hours, beside);
            Beside data = beside == DIFFERENCE_DISK ? NOTHING : beside;
            place(site, sid, account, "ODFC_" + account + ".VHDX", odfc, hours, data);
        }
    }

    private void callCentre(String sid, String account, String ending, String image, int hours) {
        for (String site : List.of(FRANKFURT, LONDON)) {
            String name = "Profile_" + account + "." + ending;
            files.add(new DemoFile(site, CALL_CENTRE, account + "_" + sid, name, image, hours, NOTHING));
        }
    }

    private void place(String site, String sid, String account, String name, String image, int hours, Beside beside) {
        files.add(new DemoFile(site, OFFICE, sid + "_" + account, name, image, hours, beside));
    }
}
