package dev.profilekeep.storage.smb;

import com.hierynomus.mssmb2.SMB2Dialect;
import com.hierynomus.mssmb2.SMB2FileId;
import com.hierynomus.mssmb2.SMB2MessageCommandCode;
import com.hierynomus.mssmb2.SMB2MultiCreditPacket;
import com.hierynomus.mssmb2.SMB2Packet;
import com.hierynomus.mssmb2.SMB2PacketHeader;
import com.hierynomus.mssmb2.messages.SMB2SessionSetup;
import com.hierynomus.smb.SMBBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages that SMBJ has in another form than ours. */
final class SmbRequests {
    private SmbRequests() {}

    /** Two bytes a char, whatever it is: names of NTFS need not be valid UTF-16 and are sent back as they came. */
    static byte[] utf16(String name) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * name.length()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < name.length(); i++) {
            bytes.putChar(name.charAt(i));
        }
        return bytes.array();
    }

    /**
     * How something is opened, [MS-SMB2] 2.2.13.
     *
     * @param access rights asked for, {@link Access}
     * @param sharing what others may: 1 read, 2 write, 4 delete
     * @param disposition {@link #OPEN} or {@link #CREATE}
     * @param options {@link Options}
     * @param moment of a snapshot of the storage, as FILETIME; 0 for what is there now
     */
    record Opening(int access, int sharing, int disposition, int options, long moment) {
        static final int OPEN = 1;
        static final int CREATE = 2;
        static final int SHARE_ALL = 7;

        Opening(int access, int sharing, int disposition, int options) {
            this(access, sharing, disposition, options, 0);
        }

        /** The same in a snapshot of the storage. */
        Opening at(long then) {
            return new Opening(access, sharing, disposition, options, then);
        }

        static Opening existing(int access, int options) {
            return new Opening(access, SHARE_ALL, OPEN, options);
        }
    }

    /** Bits of an access mask, [MS-SMB2] 2.2.13.1. */
    static final class Access {
        static final int READ_DATA = 0x1;
        static final int WRITE_DATA = 0x2;
        static final int APPEND_DATA = 0x4;
        static final int READ_ATTRIBUTES = 0x80;
        static final int WRITE_ATTRIBUTES = 0x100;
        static final int DELETE = 0x10000;
        static final int READ_CONTROL = 0x20000;
        static final int WRITE_DAC = 0x40000;
        static final int WRITE_OWNER = 0x80000;
        static final int SYNCHRONIZE = 0x100000;

        private Access() {}
    }

    /** Bits of the create options, [MS-SMB2] 2.2.13. */
    static final class Options {
        static final int FOLDER = 0x1;
        static final int NO_FOLDER = 0x40;
        static final int BACKUP_INTENT = 0x4000;
        /** The link itself, not what it leads to. */
        static final int LINK_ITSELF = 0x200000;

        private Options() {}
    }

    /** CREATE, [MS-SMB2] 2.2.13; asks for no oplock, so nobody is ever told that we want a file. */
    static final class Create extends SMB2Packet {
        private static final int IMPERSONATION = 2;
        /** Bytes of the context that names a moment. */
        private static final int TIMEWARP = 32;

        private final Opening opening;
        private final byte[] name;

        Create(SMB2Dialect dialect, long session, long tree, Opening opening, String name) {
            super(57, dialect, SMB2MessageCommandCode.SMB2_CREATE, session, tree);
            this.opening = opening;
            this.name = utf16(name);
        }

        @Override
        protected void writeTo(SMBBuffer buffer) {
            buffer.putUInt16(structureSize);
            buffer.putByte((byte) 0); // security flags
            buffer.putByte((byte) 0); // oplock: none
            buffer.putUInt32(IMPERSONATION);
            buffer.putReserved(16);
            buffer.putUInt32(opening.access());
            buffer.putUInt32(0); // attributes of a new file
            buffer.putUInt32(opening.sharing());
            buffer.putUInt32(opening.disposition());
            buffer.putUInt32(opening.options());
            buffer.putUInt16(SMB2PacketHeader.STRUCTURE_SIZE + structureSize - 1);
            buffer.putUInt16(name.length);
            if (opening.moment() == 0) {
                buffer.putReserved(8); // no create contexts
                buffer.putRawBytes(name.length == 0 ? new byte[1] : name); // the buffer is never empty
                return;
            }
            int padded = (name.length + 7) / 8 * 8;
            buffer.putUInt32(SMB2PacketHeader.STRUCTURE_SIZE + structureSize - 1 + padded);
            buffer.putUInt32(TIMEWARP);
            buffer.putRawBytes(name);
            buffer.putReserved(padded - name.length);
            timewarp(buffer);
        }

        /** SMB2_CREATE_TIMEWARP_TOKEN, [MS-SMB2] 2.2.13.2.7, as the only context. */
        private void timewarp(SMBBuffer buffer) {
            buffer.putUInt32(0); // no other context
            buffer.putUInt16(16); // where its name is
            buffer.putUInt16(4);
            buffer.putReserved(2);
            buffer.putUInt16(24); // where its data is
            buffer.putUInt32(8);
            buffer.putRawBytes(new byte[] {'T', 'W', 'r', 'p'});
            buffer.putReserved(4);
            buffer.putLong(opening.moment());
        }
    }

    /**
     * SESSION_SETUP that ends an earlier session, [MS-SMB2] 2.2.5. SMBJ has the field and no way to fill it; filled, it also sets
     * the flag that binds a further channel to an existing session, which is something else and is refused. It is written by
     * SMBJ's own message, whose bytes go into the keys of SMB 3.1.1, and the flag taken away again.
     */
    static final class EndingSetup extends SMB2Packet {
        private static final int FLAGS = SMB2PacketHeader.STRUCTURE_SIZE + 2;
        private final SMB2SessionSetup setup;

        EndingSetup(SMB2SessionSetup setup, long previousSession) {
            this.setup = setup;
            this.header = setup.getHeader();
            setup.setPreviousSessionId(previousSession);
        }

        @Override
        public SMB2Packet getPacket() {
            return setup;
        }

        @Override
        public void write(SMBBuffer buffer) {
            int begin = buffer.wpos();
            setup.write(buffer);
            int end = buffer.wpos();
            buffer.wpos(begin + FLAGS);
            buffer.putByte((byte) 0);
            buffer.wpos(end);
        }
    }

    /** WRITE, [MS-SMB2] 2.2.21; sends as many bytes as there are credits for. */
    static final class Write extends SMB2MultiCreditPacket {
        private final SMB2FileId file;
        private final long offset;
        private final byte[] data;

        Write(SMB2Dialect dialect, long session, long tree, SMB2FileId file, long offset, byte[] data) {
            super(49, dialect, SMB2MessageCommandCode.SMB2_WRITE, session, tree, data.length);
            this.file = file;
            this.offset = offset;
            this.data = data;
        }

        @Override
        protected void writeTo(SMBBuffer buffer) {
            int length = getPayloadSize();
            buffer.putUInt16(structureSize);
            buffer.putUInt16(SMB2PacketHeader.STRUCTURE_SIZE + structureSize - 1);
            buffer.putUInt32(length);
            buffer.putLong(offset);
            file.write(buffer);
            buffer.putReserved(16); // no channel, nothing remaining, no flags
            buffer.putRawBytes(data, 0, length);
        }
    }
}
