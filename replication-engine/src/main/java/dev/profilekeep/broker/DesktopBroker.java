package dev.profilekeep.broker;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who may work where. Every verb can be repeated: what is so already is left so, and the answer says what this call changed. Safe for
 * several threads.
 */
public interface DesktopBroker {
    /** Ids of the sites that have pools, sorted. */
    List<String> sites() throws BrokerException;

    /** The pools of a site, by id. */
    List<HostPool> pools(String siteId) throws BrokerException;

    /** The application groups of a site's pools, by id. */
    List<ApplicationGroup> applicationGroups(String siteId) throws BrokerException;

    /** A group with its members; a single person, asked for by SID, is a group of one. Empty if there is none. */
    Optional<PeopleGroup> group(String id) throws BrokerException;

    /** Who is signed in at the hosts of a site, by id. */
    List<DesktopSession> sessions(String siteId) throws BrokerException;

    /**
     * Takes an application group from a group of people; who is signed in stays so.
     *
     * @return whether it had it
     */
    boolean removeGroup(String applicationGroup, String group) throws BrokerException;

    /**
     * Gives an application group to a group of people, or to one person by SID.
     *
     * @return whether it did not have it
     * @throws BrokerException.Refused if there is no such application group or group
     */
    boolean assignGroup(String applicationGroup, String group) throws BrokerException;

    /**
     * Ends a session.
     *
     * @return whether there was one
     */
    boolean disconnect(String session) throws BrokerException;

    /**
     * Starts hosts of a pool.
     *
     * @return the names of those that were off
     * @throws BrokerException.Refused if one is not of the pool; then none was started
     */
    Set<String> startHosts(String pool, Set<String> hosts) throws BrokerException;

    /**
     * Says whether a host takes new sessions.
     *
     * @return whether that was otherwise
     * @throws BrokerException.Refused if there is no such host
     */
    boolean setDrain(String host, boolean drained) throws BrokerException;
}
