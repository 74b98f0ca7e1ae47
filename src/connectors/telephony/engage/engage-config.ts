import { z } from 'zod'

const names = (...aliases: string[]) => z.array(z.string().min(1)).default(aliases)

/**
 * Under which names each fact of a call may arrive, most trusted first. A configured list replaces the default one.
 *
 * Names are compared without case and punctuation: `adplatform` stands for `adPlatform`, `ad_platform`, `AD-Platform`.
 * Facts of the call are looked up among the fields of the report itself, advertising facts in attached data first.
 */
export const FieldMap = z
  .strictObject({
    callUuid: names('calluuid'),
    connId: names('connid'),
    previousConnId: names('previousconnid'),
    parentConnId: names('parentconnid'),
    caller: names('ani', 'callernumber', 'caller'),
    dialled: names('dnis'),
    agent: names('phonenumber', 'agent', 'agentid', 'employeeid', 'username'),
    state: names('state', 'event'),
    direction: names('calltype', 'direction'),
    /** An instant with its zone, or a Unix time; anything else is no known moment. */
    at: names('timestamp', 'eventtime', 'occurredat'),
    recordingState: names('recordingstate'),
    recordingUrl: names('recordingurl', 'recordurl'),
    talkSeconds: names('talkseconds', 'talksec', 'talktime'),
    attached: names('userdata', 'udata', 'attached', 'attacheddata'),
    platform: names('adplatform', 'platform', 'adsource', 'utmsource'),
    campaign: names('adcampaign', 'campaign', 'utmcampaign'),
    keyword: names('adkeyword', 'keyword', 'utmterm'),
    trackingNumber: names('trackingnumber', 'adtrackingnumber', 'virtualnumber'),
  })
  .prefault({})
export type FieldMap = z.infer<typeof FieldMap>
