package dev.profilekeep.users;

/**
 * What became of a list of users. The names are those of the JSON.
 *
 * @param users it names
 * @param known people with containers whose SIDs were issued by whom the list is about
 * @param found how many of them it, or another list, names
 */
public record UserImport(String source, long users, long known, long found, boolean forced) {}
