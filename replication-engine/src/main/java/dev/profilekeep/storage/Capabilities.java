package dev.profilekeep.storage;

/**
 * What a kind of server can do and prove; found out by trying, never assumed.
 *
 * @param server a word for people: "local folder", "Samba 4.17", "Windows"
 * @param seesOtherOpens an open by another client makes ours fail: what a lock verdict rests on. Never true for a local
 *     folder outside Windows
 * @param replacesOpenFiles a rename-with-replace goes through although another client holds the target open without sharing
 * @param hardLinks files can have a second name
 * @param setsOwner our account may set another's name as owner
 * @param securityDescriptors owner and DACL are Windows' own
 * @param serverSideCopy copies without moving the bytes through here
 * @param signed messages are signed
 * @param encrypted messages are encrypted
 * @param removesByHandle a file is removed through the handle that keeps others out. Elsewhere it is removed by name just after
 *     a look whether it is still the same, and somebody may come in between
 */
public record Capabilities(
        String server,
        boolean seesOtherOpens,
        boolean replacesOpenFiles,
        boolean hardLinks,
        boolean setsOwner,
        boolean securityDescriptors,
        boolean serverSideCopy,
        boolean signed,
        boolean encrypted,
        boolean removesByHandle) {}
