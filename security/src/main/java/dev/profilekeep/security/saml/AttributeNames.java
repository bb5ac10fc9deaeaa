package dev.profilekeep.security.saml;

import java.util.List;

/**
 * Which attributes of an assertion say what. For each the names are tried in order and the first with a value counts;
 * for groups all are read and put together. Compared exactly with the attribute's {@code Name}.
 *
 * @param sid the person's Windows SID, as text ({@code S-1-5-21-…}) or as the base64 of its bytes (objectSid)
 * @param objectId the person's object id in Microsoft Entra ID, from which the SID follows where none is said
 * @param displayName how to address the person
 * @param email an address to write to
 * @param groups groups and roles, whose values {@code signIn.roles} compares
 */
public record AttributeNames(
        List<String> sid, List<String> objectId, List<String> displayName, List<String> email, List<String> groups) {

    private static final String SOAP = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
    private static final String WINDOWS = "http://schemas.microsoft.com/ws/2008/06/identity/claims/";
    private static final String ENTRA = "http://schemas.microsoft.com/identity/claims/";

    public AttributeNames {
        sid = checked(sid, "sid");
        objectId = checked(objectId, "objectId");
        displayName = checked(displayName, "displayName");
        email = checked(email, "email");
        groups = checked(groups, "groups");
    }

    /** The names Microsoft Entra ID, AD FS, Okta and Keycloak send by default or as their guides suggest. */
    public static AttributeNames usual() {
        return new AttributeNames(
                List.of(
                        WINDOWS + "primarysid",
                        ENTRA + "onpremisesecurityidentifier",
                        ENTRA + "onpremisessecurityidentifier",
                        "onPremisesSecurityIdentifier",
                        "onprem_sid",
                        "objectSid",
                        "objectSID",
                        "sid",
                        "SID"),
                List.of(ENTRA + "objectidentifier"),
                List.of(
                        ENTRA + "displayname",
                        "displayName",
                        "urn:oid:2.16.840.1.113730.3.1.241",
                        "cn",
                        "urn:oid:2.5.4.3",
                        "name",
                        SOAP + "name"),
                List.of(SOAP + "emailaddress", "email", "mail", "urn:oid:0.9.2342.19200300.100.1.3", "emailAddress"),
                List.of(
                        WINDOWS + "groups",
                        WINDOWS + "role",
                        "http://schemas.xmlsoap.org/claims/Group",
                        "groups",
                        "group",
                        "roles",
                        "Role",
                        "memberOf",
                        "member"));
    }

    private static List<String> checked(List<String> names, String key) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("signIn.attributes." + key
                    + " is empty: name at least one attribute, or leave the key out for the usual names");
        }
        for (String name : names) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        "signIn.attributes." + key + " holds an empty name: remove it or write the attribute's name");
            }
        }
        return List.copyOf(names);
    }
}
