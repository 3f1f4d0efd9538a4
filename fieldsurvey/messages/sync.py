"""What the server answered, or why it was not asked; and what can be wrong with an encrypted submission."""

from __future__ import annotations

from fieldsurvey.messages.template import N_, Counted

SENTENCES: dict[str, str | Counted] = {
    "sync.unknown-peer": N_("This program knows no server of the kind {peer}. Choose another kind."),
    "sync.kept-sentence": N_("{text}"),
    "sync.unprotected": N_(
        "Answers and the key would travel unprotected. Use an address that begins with https://; nothing was sent."
    ),
    "sync.address-with-login": N_(
        "The address holds a name or password before the host. Take them out, and type them into their own fields."
    ),
    "sync.browser-address": N_(
        "This is the address of a page in the browser. Copy the address for data collection from the server: for ODK Central that of the app user, without # and ?."
    ),
    "sync.bad-address": N_(
        "The server's address must begin with https:// and name a host. Copy it from the server's page."
    ),
    "sync.file-too-large": N_(
        "The file {name} is larger than {most} MB, more than a server can handle. Make it smaller; the interview was not sent."
    ),
    "sync.sent-on-unprotected": N_(
        "The server sends us on to an unprotected address. Ask its administrator; nothing was sent."
    ),
    "sync.sent-on": N_(
        "The server sends us on to {host}, and nothing was sent there. If that is right, enter that address in the sync settings."
    ),
    "sync.circle": N_("The server sends us in a circle. Check its address in the sync settings."),
    "sync.wrong-address": N_(
        "There is no place for submissions at this address. Copy the address from the server's page again; nothing was sent."
    ),
    "sync.not-openrosa": N_(
        "What answers at this address is no OpenRosa server, perhaps the log-in page of this network. Log in to the network or check the address; nothing was sent."
    ),
    "sync.certificate-date": N_(
        "The certificate of {host} is not valid on this laptop's date. Check date and time of the laptop; if they are right, tell the server's administrator. Nothing was sent."
    ),
    "sync.certificate-name": N_(
        "The certificate that was shown belongs to another name than {host}. Check the address and the network; nothing was sent."
    ),
    "sync.certificate-unknown": N_(
        "This laptop does not recognise who issued the certificate of {host}. Ask the server's administrator, and do not send in a network you do not know; nothing was sent."
    ),
    "sync.not-protected": N_(
        "No protected connection to {host} could be made. Check the address, and that this network lets https through; nothing was sent."
    ),
    "sync.no-such-host": N_(
        "{host} was not found: there is no network, or the address has a typing mistake. The interviews are safe on this laptop."
    ),
    "sync.synthetic": N_(
        "This study holds invented firms. Send it only to a server for trials, and say so with --synthetic-too."
    ),
    "sync.files-may-be-missing": Counted(
        "It has arrived, and was changed on the server since: {files} may be missing there. Ask its administrator to add it; it is safe here.",
        "It has arrived, and was changed on the server since: {files} may be missing there. Ask its administrator to add them; they are safe here.",
    ),
    "sync.damaged-submission": N_(
        "The stored submission is damaged and was not sent. Open the interview and finalise it again."
    ),
    "sync.other-instance-id": N_(
        "The submission carries no or another instanceID and was not sent. Open the interview and finalise it again."
    ),
    "sync.server-says": N_("{fault} It says: {said}"),
    "sync.server-trouble": N_("The server has trouble now. The interviews are safe here; try again later."),
    "sync.stumbled": N_(
        "The server failed over this interview. It is safe here; try again later, and tell the server's administrator if it stays so."
    ),
    "sync.stored-nothing": N_(
        "The server answered without storing anything. Check its address (https://) in the sync settings; the interviews are safe here."
    ),
    "sync.refused": N_("The server refused it (answer {status})."),
    "sync.deleted-there": N_("The server says that this interview was deleted there. Ask its administrator."),
    "sync.form-closed": N_("The form is closed on the server. Ask its administrator to open it."),
    "sync.form-not-yours": N_(
        "This key may not send this form. Ask the server's administrator to give the form to it."
    ),
    "sync.form-archived": N_(
        "The server takes no interviews of this form: it is archived, or its account is not active. Ask its administrator."
    ),
    "sync.quota": N_(
        "The account on the server is full. Its owner must make room or pay; the interviews are safe here."
    ),
    "sync.twin-in-work": N_(
        "The server is still busy with an earlier try of this interview. Send again in some minutes."
    ),
    "sync.edited-there": N_(
        "Somebody changed this interview on the server meanwhile, so this correction was not taken. Compare both with the server's administrator."
    ),
    "sync.other-file-there": N_(
        "The server holds another file of the same name for this interview. Ask its administrator which one is right; nothing was overwritten."
    ),
    "sync.other-version-there": N_(
        "The server holds another version of this interview already. Nothing was overwritten; compare both with the server's administrator."
    ),
    "sync.not-read": N_("The server could not read the submission."),
    "sync.unknown-key": N_("The server does not know this key or password. Check it in the sync settings."),
    "sync.key-withdrawn": N_(
        "This key may not send to the server any more. Ask its administrator for a new one."
    ),
    "sync.unknown-form": N_(
        "The server does not have this form or version. Ask its administrator to publish it."
    ),
    "sync.too-large": N_("The submission is larger than the server takes. Make its photos smaller."),
    "sync.pause": N_("The server asks for a pause. The interviews are safe here; try again in some minutes."),
    "sync.no-answer": N_(
        "The server did not answer in time. The interviews are safe on this laptop; try again where the network is better."
    ),
    "sync.no-network": N_(
        "No network, or the server cannot be reached. The interviews are safe on this laptop; try again later."
    ),
    "sync.lacks-file": N_(
        "The file that answers “{question}” is not in the study, so the interview would be sent without it. Open the interview and choose the file again."
    ),
    "sync.unreadable": N_(
        "What was finalised cannot be read: {reason}. Open the interview again, look through it and finalise it, or restore a backup on the page Safety."
    ),
    "encryption.file-name": N_("A file cannot be called {name}. Choose it again under another name."),
    "encryption.public-key": N_(
        "The form's public key cannot be used, so nothing was encrypted. Ask the agency for a corrected form."
    ),
    "encryption.other-files": N_(
        "The files are not the ones that were encrypted: one was changed, exchanged or damaged on the way. Fetch all of them from the server again."
    ),
    "encryption.manifest-not-xml": N_("The manifest is not XML. Fetch it from the server again."),
    "encryption.not-encrypted": N_("This submission is not encrypted; it can be read as it is."),
    "encryption.manifest-lacks": N_("The manifest has no {name}. Fetch it from the server again."),
    "encryption.odd-names": N_("The manifest names its files oddly; nothing was opened. Ask who sent it."),
    "encryption.files-missing": Counted(
        "{names} is missing. Put all files of the submission into one folder and try again.",
        "{names} are missing. Put all files of the submission into one folder and try again.",
    ),
    "encryption.other-key": N_(
        "The private key does not open this submission; it was encrypted for another key. Take the key that belongs to the form's public key."
    ),
    "encryption.damaged-file": N_(
        "{name} is damaged or not the file that was encrypted. Fetch it from the server again."
    ),
    "encryption.none-found": N_(
        "No encrypted submission was found in {folders}. Name the folder that holds submission.xml and the files ending in .enc."
    ),
    "encryption.no-file": N_("this is no file, so it was not opened."),
    "encryption.not-read": N_("it cannot be read: {why}."),
    "encryption.not-xml": N_("it is not whole: it is no XML that can be read. Fetch it again."),
    "encryption.no-manifest": N_(
        "encrypted files lie here without the submission.xml that says how to open them. Fetch it again."
    ),
    "encryption.key-unreadable": N_("{path} cannot be read. Check the name and try again."),
    "encryption.wrong-password": N_("The password does not open {file}. Try again."),
    "encryption.no-private-key": N_(
        "{file} is not a private RSA key. Take the file that begins with BEGIN and PRIVATE KEY."
    ),
    "encryption.no-folder": N_("{path} does not exist. Check the name and try again."),
    "encryption.not-written": N_("It cannot be read or written: {why}."),
}
