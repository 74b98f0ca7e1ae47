import express from 'express'
import nodemailer from 'nodemailer'
import request from 'supertest'
import { expect, onTestFinished, test } from 'vitest'
import { mailRouter } from '../../../src/twin/mail/router.ts'
import { openMailSink } from '../../../src/twin/mail/sink.ts'

async function openSink() {
  const now = () => new Date('2026-11-24T09:00:00Z')
  const sink = await openMailSink({ host: '127.0.0.1', port: 0, now })
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: sink.port, pool: true })
  onTestFinished(async () => {
    transport.close()
    await sink.close()
  })
  return { sink, transport, app: express().use('/mail', mailRouter(sink)) }
}

test('a letter sent over SMTP is listed with its decoded subject and kept as it came', async () => {
  const { transport, app } = await openSink()
  const subject = 'Договор ДДУ-147: просрочен платёж, остаток долга 457 916,74 ₽, напоминание от отдела продаж'
  await transport.sendMail({
    from: 'Отдел продаж <sales@realtor.invalid>',
    to: ['client@mail.invalid', 'manager@realtor.invalid'],
    subject,
    text: 'Добрый день!',
    messageId: '<hub-1@realtor.invalid>',
  })

  const { body } = await request(app).get('/mail/messages')
  expect(body).toEqual([
    {
      id: 1,
      from: 'sales@realtor.invalid',
      to: ['client@mail.invalid', 'manager@realtor.invalid'],
      subject,
      at: '2026-11-24T09:00:00.000Z',
      size: expect.any(Number),
    },
  ])
  const source = await request(app).get('/mail/messages/1').buffer()
  expect(source.type).toBe('message/rfc822')
  expect(Buffer.from(source.text ?? source.body).toString()).toContain('Message-ID: <hub-1@realtor.invalid>')
})

test('a letter that does not exist is 404', async () => {
  const { app } = await openSink()
  const { status, body } = await request(app).get('/mail/messages/5')
  expect(status).toBe(404)
  expect(body).toEqual({ error: 'Письма № 5 нет' })
})

test('the sink stops while a pooled sender keeps its connection', async () => {
  const { transport, sink } = await openSink()
  await transport.sendMail({ from: 'a@x.invalid', to: 'b@x.invalid', subject: 'x', text: 'x' })
  const startedAt = performance.now()
  await sink.close()
  expect(performance.now() - startedAt).toBeLessThan(2000)
})
