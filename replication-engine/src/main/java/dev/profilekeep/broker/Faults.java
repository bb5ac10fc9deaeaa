package dev.profilekeep.broker;

/** What goes wrong in a {@link SimulatedBroker}. Each method is called for each verb that changes something, by its name. */
public interface Faults {
    /** All goes well, at once. */
    Faults NONE = new Faults() {};

    /** Before anything is changed: may wait, or throw that it is refused or unreachable. */
    default void before(String verb, String subject) throws BrokerException {}

    /** After it was changed: may throw that the outcome is unknown. */
    default void after(String verb, String subject) throws BrokerException {}
}
