"""What can be wrong with answers given to a form, and with an interview."""

from __future__ import annotations

from fieldsurvey.messages.template import N_

SENTENCES: dict[str, str] = {
    "answer.too-long": N_("The answer has more than {most:,} characters; shorten it."),
    "answer.no-question": N_("There is no question {ref} in this form."),
    "answer.repeated": N_("{ref} is repeated; say which one, as in {example}."),
    "answer.group": N_("{ref} is a group; answer the questions in it."),
    "answer.of-question": N_("{ref}: {fault}"),
    "answer.form-says": N_("{text}"),
    "answer.required": N_("This question needs an answer."),
    "answer.does-not-fit": N_("This answer does not fit. Look at it again."),
    "answer.wrong-type": N_("This answer is not of the kind the question asks for."),
    "answer.long-whole-number": N_("A phone reads whole numbers of at most 9 digits; this one is longer."),
    "answer.long-decimal": N_("A phone reads decimal numbers of at most 15 characters; this one is longer."),
    "answer.file-unreadable": N_("{path} cannot be read. Check the name and try again."),
    "answer.nested-too-deep": N_("{file} is nested too deeply: lists within lists, hundreds of them."),
    "answer.not-json": N_("{file} is not JSON: {reason}. Correct it and try again."),
    "answer.not-one-object": N_('{file} must be one object: {{"/data/question": "answer", ...}}.'),
    "answer.objects-inside": N_("{file} holds objects where answers belong; nothing was finalised."),
    "answer.object": N_("one answer is wanted, not an object."),
    "answer.do-not-fit": N_(
        "{count} of the answers do not fit the form; nothing was finalised. Correct them and try again."
    ),
    "answer.unknown-question": N_("the form has no such question."),
    "answer.computed": N_("the form computes this itself; leave it out."),
    "answer.not-asked": N_("this question is not asked, given the other answers."),
    "answer.no-choice": N_("{code} is not among the choices ({offered}...)."),
    "answer.too-many-rows": N_("that is more rows than an interview can hold."),
    "picture.broken": N_("The picture is broken, or too large to be made smaller here. Choose another one."),
    "entity.no-id": N_(
        "The entity of “{dataset}” has no valid id (“{entity}”); the server will not take it."
    ),
    "entity.no-label": N_(
        "The new entity of “{dataset}” has no label; answer the question its label is made of."
    ),
    "repeat.unknown": N_("There is no repeat {ref} in this form."),
    "repeat.no-instance": N_("{ref} is not an instance of a repeat."),
    "repeat.cannot-add": N_("The form itself counts the instances of {ref}; none can be added by hand."),
    "repeat.cannot-remove": N_("The form itself counts the instances of {ref}; none can be removed by hand."),
    "interview.other-form": N_("The interview belongs to another form: it is a “{form}”."),
    "interview.too-many-answers": N_(
        "The interview has more than {most:,} answers, which is more than one can hold. Is it the right file?"
    ),
    "interview.unknown": N_("The study holds no interview {interview}."),
    "interview.still-filled": N_(
        "This interview is still being filled. Finalise it first; then a new round can begin with its answers."
    ),
    "round.withdrawn": N_("{firm} took back what it agreed to, so it is not visited again."),
    "round.not-agreed": N_(
        "{firm} did not agree to be visited again, so no new round is begun. If they agree now, correct that answer in the earlier interview first."
    ),
    "answer.critical-check": N_(
        "{check} This check is critical: correct the answer, or fill the interview in the window, where a reason can be given."
    ),
    "check.not-worked-out": N_("The check cannot be worked out: {reason}"),
    "interview.say-why-partial": N_("Say why nobody will finish the interview; the list shows the reason."),
    "interview.partial-counts": N_(
        "This interview was finalised before, and what was finalised counts. Finalise it again, or leave it as it is."
    ),
    "interview.not-complete": N_("The interview is not complete; nothing was finalised."),
    "interview.finalised-already": N_(
        "This interview is finalised already; what waits or was sent stays as it is."
    ),
    "interview.gone": N_("This interview was deleted or erased meanwhile. Nothing was finalised."),
    "interview.say-why-open": N_(
        "Say why the finalised interview is opened again; the history keeps the reason."
    ),
    "interview.say-why-erased": N_("Say why the interview is erased; the tombstone keeps the reason."),
    "interview.on-its-way": N_(
        "This interview has been on its way to the server, so it cannot be changed here. Correct it at the server, or add a new interview."
    ),
    "interview.say-why-returned": N_("Say why the interview is returned; whoever corrects it must know."),
    "interview.open-already": N_("This interview is open already: it is being filled."),
    "interview.review-deleted": N_("This interview is deleted. Restore it first; then it can be reviewed."),
    "interview.review-draft": N_(
        "This interview is being filled. Finalise it first; then it can be reviewed."
    ),
    "review.not-lead": N_(
        "This copy can correct and send; only the lead’s key approves and returns. {lead} has it."
    ),
    "review.wrong-lead": N_(
        "This is not the lead’s passphrase, so nothing was changed. Check capitals and keyboard layout and try again; {lead} set it."
    ),
    "review.no-lead": N_("This study has no lead yet, so nobody needs a key to approve."),
    "review.empty-lead": N_("Type a passphrase for the lead; whoever knows it approves."),
    "review.all-firms": N_("all firms"),
    "review.somebody": N_("Whoever leads the study"),
    "review.two-forms": N_("{one} and {other} were asked with two forms. Compare interviews of one form."),
    "review.no-question": N_(
        "{ref} was not asked in this interview, so no remark can stand there. Name a question that was asked, or write the remark for the interview as a whole."
    ),
    "interview.submission-unreadable": N_(
        "What was finalised of {firm} ({interview}) cannot be read: {reason}. Open that interview again, look through it and finalise it, or restore a backup on the page Safety."
    ),
    "interview.never-finalised": N_(
        "The interview {interview} was never finalised. Finalise it and try again."
    ),
}
